"""What a site says about itself at the foot of its pages, and sentences that sound like it."""

from __future__ import annotations

import pytest

from scraper.parsers.marks import is_notice


@pytest.mark.parametrize(
    "line",
    [
        "版权所有： 齐鲁网 All Rights Reserved",
        "COPYRIGHT © 2020",
        "鲁ICP备09000000号",
        "未经授权不得转载，违者必究",
        "违法和不良信息举报电话：0531-81690000",
        "互联网新闻信息服务许可证：37120180017",
        "转载请注明出处",
        "免责声明：本文不代表本网观点",
        "微信扫一扫",
        "长按识别二维码",
        "欢迎关注本报公众号",
    ],
)
def test_a_notice(line: str) -> None:
    assert is_notice(line)


@pytest.mark.parametrize(
    "line",
    [
        "规定明确，未经许可不得从事出版物经营活动，违者将依法处理。",
        "未经许可，任何人禁止进入施工现场。",
        "发言人说，这不代表中方改变立场，希望有关方面认真对待。",
        "该发布平台仅用了三天就上线。",
        "他引用的数字没有出处。",
        "值班员用手电筒扫描了一遍。",
    ],
)
def test_a_sentence(line: str) -> None:
    assert not is_notice(line)
