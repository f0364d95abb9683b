"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table, and the two rows that count."""
    _change_counter()
    _chats()
    _number_counter()
    _people()
    _sources()
    _subjects()
    _accounts()
    _changes()
    _choices()
    _facts()
    _pending_changes()
    _questions()
    _subject_names()
    _audit()
    _changed_facts()
    _versions()
    _periods()
    op.execute("INSERT INTO change_counter (id, seq) VALUES (1, 0)")
    op.execute("INSERT INTO number_counter (id, last) VALUES (1, 0)")


def _change_counter() -> None:
    op.create_table(
        "change_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("last_recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_change_counter_one_row")),
        sa.PrimaryKeyConstraint("id", name="pk_change_counter"),
    )


def _chats() -> None:
    op.create_table(
        "chats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("timezone", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chats"),
        sa.UniqueConstraint(
            "platform", "external_id", "topic", name="uq_chats_platform_external_id_topic"
        ),
    )


def _number_counter() -> None:
    op.create_table(
        "number_counter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_number_counter_one_row")),
        sa.PrimaryKeyConstraint("id", name="pk_number_counter"),
    )


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('reader', 'editor', 'owner')", name=op.f("ck_people_role")),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
    )


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("publisher", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("published_on", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint(
            "url", "publisher", "published_on", name="uq_sources_url_publisher_published_on"
        ),
    )


def _subjects() -> None:
    op.create_table(
        "subjects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.CheckConstraint("key <> ''", name=op.f("ck_subjects_keyed")),
        sa.PrimaryKeyConstraint("id", name="pk_subjects"),
        sa.UniqueConstraint("key", name="uq_subjects_key"),
    )


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("account", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("platform <> '' AND account <> ''", name=op.f("ck_accounts_named")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_accounts_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("platform", "account", name="uq_accounts_platform_account"),
    )
    op.create_index("ix_accounts_person_id", "accounts", ["person_id"], unique=False)


def _changes() -> None:
    op.create_table(
        "changes",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'undo') = (undoes IS NOT NULL)", name=op.f("ck_changes_undo_names_its_change")
        ),
        sa.CheckConstraint(
            "kind IN ('add', 'set', 'correct', 'edit', 'retract', 'undo', 'import', 'subject')",
            name=op.f("ck_changes_kind"),
        ),
        sa.CheckConstraint("undoes < seq", name=op.f("ck_changes_undo_comes_later")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_changes_author_id"),
        sa.ForeignKeyConstraint(["undoes"], ["changes.seq"], name="fk_changes_undoes"),
        sa.PrimaryKeyConstraint("seq", name="pk_changes"),
        sa.UniqueConstraint("recorded_at", name="uq_changes_recorded_at"),
        sa.UniqueConstraint("seq", "recorded_at", name="uq_changes_seq_recorded_at"),
    )


def _choices() -> None:
    op.create_table(
        "choices",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("offer", sa.String(), nullable=False),
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_choices_chat_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_choices_person_id"),
        sa.PrimaryKeyConstraint("token", name="pk_choices"),
    )
    op.create_index("ix_choices_expires_at", "choices", ["expires_at"], unique=False)
    op.create_index("ix_choices_offer", "choices", ["offer"], unique=False)


def _facts() -> None:
    op.create_table(
        "facts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("attribute", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subjects.id"], name="fk_facts_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_facts"),
        sa.UniqueConstraint("key", name="uq_facts_key"),
        sa.UniqueConstraint("subject_id", "attribute", name="uq_facts_subject_id_attribute"),
    )


def _pending_changes() -> None:
    op.create_table(
        "pending_changes",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("command", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('applied', 'declined')", name=op.f("ck_pending_changes_outcome")
        ),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)",
            name=op.f("ck_pending_changes_closed_with_outcome"),
        ),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name="fk_pending_changes_author_id"),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name="fk_pending_changes_closed_by"),
        sa.PrimaryKeyConstraint("number", name="pk_pending_changes"),
    )
    op.create_index("ix_pending_changes_closed_at", "pending_changes", ["closed_at"], unique=False)


def _questions() -> None:
    op.create_table(
        "questions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("trace", sa.JSON(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("chat_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(closed_at IS NULL) = (outcome IS NULL)", name=op.f("ck_questions_closed_with_outcome")
        ),
        sa.ForeignKeyConstraint(["chat_id"], ["chats.id"], name="fk_questions_chat_id"),
        sa.ForeignKeyConstraint(["closed_by"], ["people.id"], name="fk_questions_closed_by"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_questions_person_id"),
        sa.PrimaryKeyConstraint("number", name="pk_questions"),
    )
    op.create_index("ix_questions_closed_at", "questions", ["closed_at"], unique=False)
    op.create_index("ix_questions_person_id", "questions", ["person_id"], unique=False)


def _subject_names() -> None:
    op.create_table(
        "subject_names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subjects.id"], name="fk_subject_names_subject_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_subject_names"),
        sa.UniqueConstraint(
            "subject_id",
            "language",
            "position",
            name="uq_subject_names_subject_id_language_position",
        ),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_audit_person_id"),
        sa.ForeignKeyConstraint(["seq"], ["changes.seq"], name="fk_audit_seq"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_person_id", "audit", ["person_id"], unique=False)
    op.create_index("ix_audit_target", "audit", ["target"], unique=False)


def _changed_facts() -> None:
    op.create_table(
        "changed_facts",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_changed_facts_fact_id"),
        sa.ForeignKeyConstraint(["seq"], ["changes.seq"], name="fk_changed_facts_seq"),
        sa.PrimaryKeyConstraint("seq", "fact_id", name="pk_changed_facts"),
    )
    op.create_index("ix_changed_facts_fact_id", "changed_facts", ["fact_id"], unique=False)


def _versions() -> None:
    op.create_table(
        "versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("statement", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("review", sa.Date(), nullable=True),
        sa.Column("audience", sa.String(), nullable=False),
        *_moment("span_start"),
        *_moment("span_end"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("audience IN ('everyone', 'desk')", name=op.f("ck_versions_audience")),
        *_moment_rules("versions", "span_end"),
        sa.CheckConstraint(
            "(span_start IS NULL) = (span_end IS NULL)", name=op.f("ck_versions_span_has_both_ends")
        ),
        *_moment_rules("versions", "span_start"),
        sa.CheckConstraint("parent_id < id", name=op.f("ck_versions_parent_is_older")),
        sa.CheckConstraint("span_start <= span_end", name=op.f("ck_versions_span_runs_forward")),
        sa.ForeignKeyConstraint(["fact_id"], ["facts.id"], name="fk_versions_fact_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["versions.id"], name="fk_versions_parent_id"),
        sa.ForeignKeyConstraint(["seq"], ["changes.seq"], name="fk_versions_seq"),
        sa.ForeignKeyConstraint(["source_id"], ["sources.id"], name="fk_versions_source_id"),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.UniqueConstraint("id", "fact_id", name="uq_versions_id_fact_id"),
        sa.UniqueConstraint("ref", name="uq_versions_ref"),
    )
    op.create_index("ix_versions_fact_id", "versions", ["fact_id"], unique=False)
    op.create_index("ix_versions_seq", "versions", ["seq"], unique=False)


def _periods() -> None:
    op.create_table(
        "periods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("fact_id", sa.Integer(), nullable=False),
        *_moment("valid_from"),
        *_moment("valid_to"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_seq", sa.Integer(), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(superseded_seq IS NULL) = (superseded_at IS NULL)",
            name=op.f("ck_periods_superseded_whole"),
        ),
        *_moment_rules("periods", "valid_from"),
        *_moment_rules("periods", "valid_to"),
        sa.CheckConstraint("seq < superseded_seq", name=op.f("ck_periods_superseded_later")),
        sa.CheckConstraint("valid_from < valid_to", name=op.f("ck_periods_runs_forward")),
        sa.ForeignKeyConstraint(
            ["seq", "recorded_at"],
            ["changes.seq", "changes.recorded_at"],
            name="fk_periods_seq_recorded_at",
        ),
        sa.ForeignKeyConstraint(
            ["superseded_seq", "superseded_at"],
            ["changes.seq", "changes.recorded_at"],
            name="fk_periods_superseded_seq_superseded_at",
        ),
        sa.ForeignKeyConstraint(
            ["version_id", "fact_id"],
            ["versions.id", "versions.fact_id"],
            name="fk_periods_version_id_fact_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_periods"),
    )
    op.create_index(
        "ix_periods_fact_id_superseded_at", "periods", ["fact_id", "superseded_at"], unique=False
    )
    op.create_index("ix_periods_version_id", "periods", ["version_id"], unique=False)


def _moment(name: str) -> tuple[sa.Column[object], ...]:
    return (
        sa.Column(name, sa.DateTime(timezone=True), nullable=True),
        sa.Column(f"{name}_precision", sa.String(), nullable=True),
        sa.Column(f"{name}_zone", sa.String(), nullable=True),
    )


def _moment_rules(table: str, name: str) -> tuple[sa.CheckConstraint, ...]:
    return (
        sa.CheckConstraint(
            f"({name} IS NULL) = ({name}_precision IS NULL)"
            f" AND ({name} IS NULL) = ({name}_zone IS NULL)",
            name=op.f(f"ck_{table}_{name}_whole"),
        ),
        sa.CheckConstraint(
            f"{name}_precision IN ('year', 'month', 'day', 'instant')",
            name=op.f(f"ck_{table}_{name}_precision"),
        ),
    )
