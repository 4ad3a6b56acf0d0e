"""The console is locked: the page lets one reading statement through, and the engine would refuse the rest."""

import pytest

from tests.e2e.console.page import Console

LOCKED = (
    "COPY dim_platform TO 'out.csv'",
    "COPY (SELECT 1) TO 'out.csv'",
    "ATTACH 'other.duckdb' AS other",
    "ATTACH ':memory:' AS other",
    "DETACH takedown",
    "INSTALL json",
    "LOAD json",
    "PRAGMA database_list",
    "PRAGMA enable_external_access=true",
    "SET enable_external_access = true",
    "SET lock_configuration = false",
    "RESET enable_external_access",
    "CREATE TABLE mine (a INTEGER)",
    "CREATE TEMP TABLE mine AS SELECT 1",
    "CREATE VIEW mine AS SELECT 1",
    "CREATE MACRO mine() AS 1",
    "INSERT INTO dim_platform SELECT * FROM dim_platform",
    "UPDATE dim_platform SET platform_id = 'x'",
    "DELETE FROM dim_platform",
    "TRUNCATE dim_platform",
    "DROP TABLE dim_platform",
    "ALTER TABLE dim_platform RENAME TO mine",
    "COMMENT ON TABLE dim_platform IS 'x'",
    "EXPORT DATABASE 'out'",
    "CALL pragma_version()",
    "CHECKPOINT",
    "VACUUM",
    "USE memory",
    "BEGIN",
    "COMMIT",
    "PREPARE mine AS SELECT 1",
    "SELECT 1; DROP TABLE dim_platform",
    "SELECT 1') ; DROP TABLE dim_platform; --",
    "EXPLAIN ANALYZE DELETE FROM dim_platform",
    "/* EXPLAIN */ EXPLAIN COPY dim_platform TO 'out.csv'",
    "FROM query('DROP TABLE dim_platform')",
)
OUTSIDE = (
    "FROM read_csv('https://evil.example/x.csv')",
    "FROM read_text('console.html')",
    "FROM 'file:///etc/passwd'",
    "FROM glob('*')",
    "FROM read_parquet('x.parquet')",
)
READING = (
    "FROM dim_platform",
    "WITH ids AS (SELECT platform_id FROM marts.dim_platform) FROM ids ORDER BY ALL",
    "VALUES (1, 'a'), (2, NULL)",
    "DESCRIBE dim_platform",
    "SHOW TABLES",
    "SUMMARIZE dim_platform",
    "-- first\n EXPLAIN SELECT 1",
    "SELECT 'it''s' AS \"a;b\";",
)


ENGINE_LOCKS = {
    "COPY dim_platform TO 'out.csv'": "disabled by configuration",
    "ATTACH 'other.duckdb' AS other": "disabled by configuration",
    "LOAD json": "disabled",
    "SET enable_external_access = true": "locked",
    "SET lock_configuration = false": "locked",
    "CREATE TABLE mine (a INTEGER)": "read-only",
    "CREATE TABLE memory.main.mine (a INTEGER)": "read-only",
    "INSERT INTO dim_platform SELECT * FROM dim_platform": "read-only",
    "UPDATE dim_platform SET platform_id = 'x'": "read-only",
    "DELETE FROM dim_platform": "read-only",
    "DROP TABLE dim_platform": "read-only",
}


@pytest.mark.parametrize("sql", LOCKED)
def test_what_does_not_read_is_refused(console: Console, sql: str) -> None:
    answer = console.ask(sql)
    assert answer.error.startswith(("Refused: one reading statement at a time", "Parser Error")), answer
    assert console.ask("SELECT count(*) > 0 AS is_there FROM dim_platform").rows == [["true"]]


@pytest.mark.parametrize("sql", OUTSIDE)
def test_nothing_outside_the_database_is_read(console: Console, sql: str) -> None:
    error = console.ask(sql).error
    assert any(told in error for told in ("disabled by configuration", "does not exist", "not in the catalog")), error
    assert "INSTALL" not in error


def test_the_engine_itself_refuses_what_the_page_would_let_through(console: Console) -> None:
    told = console.visit.page.evaluate(
        """async statements => {
            const engine = await takedownConsole.start();
            const told = [];
            for (const sql of statements) {
                await engine.connection.query("ROLLBACK");
                await engine.connection.query("BEGIN TRANSACTION READ ONLY");
                try { await engine.connection.query(sql); told.push("done"); }
                catch (error) { told.push(error.message); }
            }
            engine.worker.terminate();
            return told;
        }""",
        list(ENGINE_LOCKS),
    )
    for (sql, wanted), message in zip(ENGINE_LOCKS.items(), told, strict=True):
        assert wanted in message, f"{sql}: {message}"


@pytest.mark.parametrize("sql", READING)
def test_every_kind_of_reading_works(console: Console, sql: str) -> None:
    answer = console.ask(sql)
    assert answer.rows, answer.error
    assert not answer.error


@pytest.mark.parametrize(
    "sql", ["", "  \n", "SELEC 1", "FROM nowhere", "SELECT 1/'x'", "SELECT blob '\\x'", "-- nothing"]
)
def test_an_error_is_said_as_text_and_the_next_query_works(console: Console, sql: str) -> None:
    answer = console.ask(sql)
    assert answer.error
    assert "query(" not in answer.error, "the reader's own statement, without what is put around it"
    assert console.ask("SELECT 1 AS one").rows == [["1"]]
