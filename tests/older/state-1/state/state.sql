PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE cursors (
        column_url TEXT NOT NULL,
        until TEXT NOT NULL,
        next_page INTEGER NOT NULL,
        run TEXT NOT NULL,
        reached TEXT,
        PRIMARY KEY (column_url, until)
    ) WITHOUT ROWID;
INSERT INTO "cursors" VALUES('https://dezhou.iqilu.com/dzminsheng/','',2,'20201130T080000Z-af5b','');
INSERT INTO "cursors" VALUES('https://dezhou.iqilu.com/dzyaowen/','',2,'20201130T080000Z-af5b','');
INSERT INTO "cursors" VALUES('https://dezhou.iqilu.com/qiye/','',2,'20201130T080000Z-af5b','');
CREATE TABLE files (name TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO "files" VALUES('dezhou-20201130T080000Z-af5b.jsonl');
CREATE TABLE pages (
        id TEXT PRIMARY KEY,
        url TEXT NOT NULL,              -- canonical
        first_run TEXT NOT NULL,        -- the run that saw it first
        first_seen INTEGER NOT NULL,    -- times are seconds since 1970
        last_seen INTEGER NOT NULL,
        checks_from INTEGER NOT NULL,   -- what the schedule of checks counts from
        next_check INTEGER,             -- NULL: never
        revision INTEGER NOT NULL,      -- of the newest record in a finished file; 0: no record
        content_sha256 TEXT,
        etag TEXT,
        last_modified TEXT
    ) WITHOUT ROWID;
INSERT INTO "pages" VALUES('1757373','https://dezhou.iqilu.com/dzyaowen/2014/1226/1757373.shtml','20201130T080000Z-af5b',1606723200,1606723200,1419589680,NULL,1,'f07db86911e3fa85517b5b18be3bd5f760e589e19917c0ce7d41f55465ffb6ff','"6badcb012369663c"','Fri, 26 Dec 2014 10:28:26 GMT');
INSERT INTO "pages" VALUES('2231135','https://dezhou.iqilu.com/qiye/2016/0408/2231135.shtml','20201130T080000Z-af5b',1606723200,1606723200,1460104320,NULL,1,'b7af3e1a9932e66bdbbe5a8b48e017c43dde81a56ee6461ef80462aec4361786','"4f3e5bdea49b2101"','Fri, 08 Apr 2016 08:32:02 GMT');
INSERT INTO "pages" VALUES('2781226','https://dezhou.iqilu.com/dzyaowen/2018/0818/2781226.shtml','20201130T080000Z-af5b',1606723200,1606723200,1534558316,NULL,1,'b4661bb5859fe1114d9b0562bb59f43dfbc8e5275f025b1cb07a2034dc6d287b','"61129472dc27ef64"','Sat, 18 Aug 2018 02:11:56 GMT');
INSERT INTO "pages" VALUES('3091186','https://dezhou.iqilu.com/dzminsheng/2019/0212/3091186.shtml','20201130T080000Z-af5b',1606723200,1606723200,1549961654,NULL,1,'d56c687b89ed744a8b4e33964e20a2143115c00e0c991fd438e8e0c73089ba3a','"40fd0f12912871d6"','Tue, 12 Feb 2019 08:54:14 GMT');
INSERT INTO "pages" VALUES('4246502','https://dezhou.iqilu.com/dzminsheng/2020/1127/4246502.shtml','20201130T080000Z-af5b',1606723200,1606723200,1606467256,1606726456,1,'5ed469ae44cecfd53f51f4281cd2e094ca66fe0155966372b6f9f77127d4df25','"8c2d75be19bbc53e"','Fri, 27 Nov 2020 08:54:16 GMT');
CREATE TABLE validators (           -- of records that no finished file holds yet
        id TEXT PRIMARY KEY,
        etag TEXT,
        last_modified TEXT
    ) WITHOUT ROWID;
CREATE INDEX pages_without_record ON pages (next_check) WHERE revision = 0;
COMMIT;
