"""The export as JSON-LD: read by two processors, held against schema.org's own vocabulary."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld as processor
from rdflib import RDF, RDFS, SH, XSD, Graph, Literal, Namespace, URIRef
from rdflib.graph import Graph as Triples

from scraper import to_dict
from scraper.export import jsonld

from . import golden

SCHEMA = Namespace("http://schema.org/")
RECORDS = list(
    {
        record["canonical_url"]: record
        for record in map(to_dict, map(golden.article, golden.CASES))
    }.values()
)
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning:rdflib")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MINUTE = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d)(\+\d\d:\d\d)")


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("jsonld") / "articles.jsonld"
    jsonld.write(RECORDS, file)
    return file.read_text("utf-8")


@pytest.fixture(scope="module")
def graph(text: str) -> Triples:
    """Read the document, with days and times typed: in schema.org they are plain text."""
    graph = Graph().parse(data=text.replace("https://schema.org/", SCHEMA), format="json-ld")
    for term in (SCHEMA.datePublished, SCHEMA.dateModified):
        for node, value in list(graph.subject_objects(term)):
            whole = MINUTE.sub(r"\1:00\2", value)
            kind = XSD.date if DAY.fullmatch(whole) else XSD.dateTime
            graph.set((node, term, Literal(whole, datatype=kind)))
    return graph


@pytest.fixture(scope="module")
def vocabulary() -> Triples:
    """The types and terms of schema.org as SHACL shapes, which pyshacl carries."""
    return Graph().parse(files("pyshacl") / "assets" / "schema.ttl")


def test_each_record_is_an_article(graph: Triples) -> None:
    found = set(graph.subjects(RDF.type, SCHEMA.NewsArticle))
    assert found == {URIRef(record["canonical_url"]) for record in RECORDS}
    for record in RECORDS:
        node = URIRef(record["canonical_url"])
        assert str(graph.value(node, SCHEMA.articleBody) or "") == record["body"]
        assert (node, SCHEMA.identifier, Literal(record["id"])) in graph


def test_another_processor_reads_the_same(text: str) -> None:
    expanded = processor.expand(json.loads(text))
    assert len(expanded) == len(RECORDS)
    keys = {key for node in expanded for key in node} - {"@id", "@type"}
    assert keys
    assert all(key.startswith("https://schema.org/") for key in keys)


def test_values_are_of_the_types_that_schema_org_asks_for(
    graph: Triples, vocabulary: Triples
) -> None:
    import pyshacl

    shapes = _about(vocabulary, _with_parents(vocabulary, set(graph.objects(None, RDF.type))))
    assert (SCHEMA.NewsArticle, SH.property, SCHEMA["NewsArticle-dateline"]) in shapes
    ok, _, report = pyshacl.validate(graph, shacl_graph=shapes, ont_graph=shapes)
    assert ok, report
    wrong = Graph()
    wrong.add((URIRef("https://a/"), RDF.type, SCHEMA.NewsArticle))
    wrong.add((URIRef("https://a/"), SCHEMA.author, Literal("王芳")))
    assert not pyshacl.validate(wrong, shacl_graph=shapes, ont_graph=shapes)[0]


def test_every_term_belongs_to_the_type_that_has_it(graph: Triples, vocabulary: Triples) -> None:
    wrong = set()
    for node in set(graph.subjects()):
        types = _with_parents(vocabulary, set(graph.objects(node, RDF.type)))
        known = {
            vocabulary.value(shape, SH.path)
            for kind in types
            for shape in vocabulary.objects(kind, SH.property)
        }
        wrong |= set(graph.predicates(node)) - known - {RDF.type}
    assert wrong == set()


def _with_parents(vocabulary: Triples, types: set[Any]) -> set[Any]:
    return {one for kind in types for one in vocabulary.transitive_objects(kind, RDFS.subClassOf)}


def _about(vocabulary: Triples, types: set[Any]) -> Triples:
    """Return the shapes of some types alone: all of them take long."""
    shapes = Graph()
    todo = list(types)
    while todo:
        for triple in vocabulary.triples((todo.pop(), None, None)):
            if triple not in shapes:
                shapes.add(triple)
                todo.append(triple[2])
    return shapes


def test_the_document_is_read_line_by_line_too(text: str) -> None:
    first, *lines, last = text.splitlines()
    assert json.loads(first + last) == {"@context": jsonld.CONTEXT, "@graph": []}
    assert [json.loads(line.removesuffix(",")) for line in lines] == [
        jsonld.news_article(record) for record in RECORDS
    ]


def test_no_record(tmp_path: Path) -> None:
    jsonld.write([], tmp_path / "x")
    assert json.loads((tmp_path / "x").read_text("utf-8"))["@graph"] == []
