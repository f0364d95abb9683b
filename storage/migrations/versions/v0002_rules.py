"""The rules that keep the tables true: what was written stays, periods never overlap."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the rules into the database, where no program can forget them."""
    rules = _SQLITE_RULES if op.get_bind().dialect.name == "sqlite" else _POSTGRES_RULES
    for rule in rules:
        op.execute(rule)


_WRITTEN_ONCE = ("audit", "changed_facts", "changes", "sources", "versions")
_PERIOD_WRITTEN_ONCE = (
    "id, version_id, fact_id, valid_from, valid_from_precision, valid_from_zone, "
    "valid_to, valid_to_precision, valid_to_zone, seq, recorded_at"
)
_NO_UPDATE = tuple(
    (f"{table}_stay_as_written", f"BEFORE UPDATE ON {table}", "") for table in _WRITTEN_ONCE
)
_NO_DELETE = tuple(
    (f"{table}_stay", f"BEFORE DELETE ON {table}", "") for table in (*_WRITTEN_ONCE, "periods")
)
_PERIODS_ONLY_END = (
    ("periods_stay_as_written", f"BEFORE UPDATE OF {_PERIOD_WRITTEN_ONCE} ON periods", ""),
    ("periods_end_once", "BEFORE UPDATE ON periods", "WHEN (OLD.superseded_seq IS NOT NULL)"),
)
_TRIGGERS = (*_NO_UPDATE, *_NO_DELETE, *_PERIODS_ONLY_END)

_SQLITE_RULES = (
    *(
        f"CREATE TRIGGER {name} {when} FOR EACH ROW {only} "
        f"BEGIN SELECT RAISE(ABORT, 'what was written stays: {name}'); END"
        for name, when, only in _TRIGGERS
    ),
    """
    CREATE TRIGGER periods_do_not_overlap BEFORE INSERT ON periods FOR EACH ROW
    WHEN EXISTS (
        SELECT 1 FROM periods AS other
        WHERE other.fact_id = NEW.fact_id AND other.superseded_at IS NULL
        AND (other.valid_from IS NULL OR NEW.valid_to IS NULL OR other.valid_from < NEW.valid_to)
        AND (NEW.valid_from IS NULL OR other.valid_to IS NULL OR NEW.valid_from < other.valid_to)
    )
    BEGIN SELECT RAISE(ABORT, 'periods of a fact overlap'); END
    """,
)

_POSTGRES_RULES = (
    """
    CREATE FUNCTION refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'what was written stays: %', TG_NAME USING ERRCODE = 'restrict_violation';
    END $$
    """,
    *(
        f"CREATE TRIGGER {name} {when} FOR EACH ROW {only} EXECUTE FUNCTION refuse_rewriting()"
        for name, when, only in _TRIGGERS
    ),
    """
    ALTER TABLE periods ADD CONSTRAINT ex_periods_do_not_overlap EXCLUDE USING gist (
        int4range(fact_id, fact_id, '[]') WITH &&, tstzrange(valid_from, valid_to) WITH &&
    ) WHERE (superseded_at IS NULL)
    """,
)
