#include "core/domain/schema.hpp"

#include <iterator>

namespace cocotalk::domain {
namespace {

constexpr coco_value none{COCO_NULL, 0, 0, {nullptr, 0}};
constexpr coco_column integer(const char* name) { return {name, COCO_INTEGER, 0, none}; }
constexpr coco_column text(const char* name) { return {name, COCO_TEXT, 0, none}; }
constexpr coco_column blob(const char* name) { return {name, COCO_BLOB, 0, none}; }
// For rows that are older than the column.
constexpr coco_column otherwise(coco_column column, std::int64_t value) {
  column.default_value = {COCO_INTEGER, 0, value, {nullptr, 0}};
  return column;
}
constexpr coco_column optional(coco_column column) {
  column.nullable = 1;
  return column;
}

#define NAMES(name, ...) constexpr const char* name[] = {__VA_ARGS__, nullptr}

NAMES(key_name, "name");
NAMES(key_id, "id");
NAMES(key_fingerprint, "fingerprint");
NAMES(on_keep, "keep_ms");
NAMES(on_from_to, "from_account", "to_account");
NAMES(key_room, "room");
NAMES(key_room_account, "room", "account");
NAMES(key_room_seq, "room", "seq");
NAMES(on_cid, "cid");
NAMES(on_email, "email");
NAMES(on_phone, "phone");
NAMES(on_account_ended, "account", "ended_ms");
NAMES(on_session, "session");
NAMES(on_target, "to_account");
NAMES(on_pair, "pair");
NAMES(on_account_room, "account", "room");
NAMES(on_client_id, "client_id", "sender");  // our own ids are ordered by time: all senders write the same page
NAMES(key_topic_seq, "topic", "seq");
NAMES(on_number, "room", "number");
NAMES(key_account, "account");
NAMES(on_account_use, "account", "use");
NAMES(on_due, "due_ms");
NAMES(key_account_target, "account", "target");
NAMES(on_blocked, "target");
NAMES(key_hidden, "room", "account", "number");
NAMES(on_hidden_seq, "room", "account", "seq");
NAMES(key_reaction, "room", "number", "emoji", "account");
NAMES(on_reacting, "room", "account", "number");
NAMES(key_reaction_count, "room", "number", "emoji");

constexpr coco_column meta_columns[] = {text("name"), text("value")};

constexpr coco_column account_columns[] = {integer("id"),
                                           text("cid"),
                                           text("username"),
                                           text("nickname"),
                                           optional(text("email")),
                                           optional(text("phone")),
                                           optional(text("birth")),
                                           integer("status"),
                                           optional(text("picture")),
                                           optional(text("background")),
                                           optional(text("message")),
                                           text("verifier"),
                                           text("role"),
                                           integer("disabled"),
                                           integer("session_version"),
                                           integer("created_ms")};
constexpr coco_index account_indexes[] = {
    {account::by_cid, on_cid, 1, 0}, {account::by_email, on_email, 1, 1}, {account::by_phone, on_phone, 1, 1}};

constexpr coco_column session_columns[] = {blob("id"),           integer("account"), integer("device"),     text("push_token"),
                                           text("address"),      text("agent"),      integer("created_ms"), integer("ended_ms"),
                                           integer("ended_code")};
constexpr coco_index session_indexes[] = {{session::by_account, on_account_ended, 0, 0}};

constexpr coco_column token_columns[] = {blob("fingerprint"), blob("session"), integer("kind"), integer("expires_ms"),
                                         integer("replaced_ms")};
constexpr coco_index token_indexes[] = {{token::by_session, on_session, 0, 0}};

constexpr coco_column code_columns[] = {text("name"),          text("code"),           integer("expires_ms"),
                                        integer("tries_left"), integer("verified_ms"), integer("keep_ms")};
constexpr coco_index code_indexes[] = {{code::by_keep, on_keep, 0, 0}};

constexpr coco_column friend_columns[] = {integer("id"),     integer("from_account"), integer("to_account"),
                                          integer("hidden"), integer("created_ms"),   otherwise(integer("favourite"), 0)};
constexpr coco_index friend_indexes[] = {{friendship::by_pair, on_from_to, 1, 0}, {friendship::by_target, on_target, 0, 0}};

constexpr coco_column room_columns[] = {
    blob("id"),       text("name"),           text("image"),         integer("type"),
    integer("maker"), optional(text("pair")), integer("created_ms"), optional(text("notice"))};
constexpr coco_column block_columns[] = {integer("account"), integer("target"), integer("created_ms")};
constexpr coco_index block_indexes[] = {{block::by_target, on_blocked, 0, 0}};

constexpr coco_index room_indexes[] = {{room::by_pair, on_pair, 1, 1}};

constexpr coco_column head_columns[] = {blob("room"), integer("seq"), integer("number"), integer("ordinal")};

constexpr coco_column outbox_columns[] = {integer("id"), blob("room"), integer("seq"), integer("ts_ms")};

constexpr coco_column member_columns[] = {blob("room"),
                                          integer("account"),
                                          integer("place"),
                                          integer("joining"),
                                          integer("generation"),
                                          integer("joined_ms"),
                                          integer("joined_seq"),
                                          integer("joined_number"),
                                          integer("joined_ordinal"),
                                          integer("left_ms"),
                                          otherwise(integer("has_written"), 1),
                                          otherwise(integer("muted_until_ms"), 0),
                                          otherwise(integer("pinned"), 0),
                                          otherwise(integer("blocks"), 0)};
constexpr coco_index member_indexes[] = {{member::by_account, on_account_room, 0, 0}};

constexpr coco_column position_columns[] = {blob("room"),
                                            integer("account"),
                                            integer("read_seq"),
                                            integer("read_ordinal"),
                                            integer("entered_ms"),
                                            integer("away_ms"),
                                            otherwise(integer("hidden"), 0),
                                            otherwise(integer("read_hidden"), 0),
                                            otherwise(integer("hidden_number"), 0),
                                            otherwise(integer("mentioned_seq"), 0)};

constexpr coco_column event_columns[] = {blob("room"),
                                         integer("seq"),
                                         optional(integer("number")),
                                         text("kind"),
                                         integer("type"),
                                         integer("sender"),
                                         optional(text("client_id")),
                                         text("content"),
                                         integer("ts_ms"),
                                         optional(blob("about")),
                                         optional(integer("quoted")),
                                         optional(text("quote")),
                                         optional(text("mentions")),
                                         optional(integer("edited_ms")),
                                         optional(integer("deleted_ms")),
                                         optional(integer("original")),
                                         optional(integer("given"))};
constexpr coco_index event_indexes[] = {{event::by_client_id, on_client_id, 1, 1}, {event::by_number, on_number, 1, 1}};

constexpr coco_column hidden_columns[] = {blob("room"), integer("account"), integer("number"), integer("seq")};
constexpr coco_index hidden_indexes[] = {{hidden::by_seq, on_hidden_seq, 0, 0}, {hidden::by_message, on_number, 0, 0}};

constexpr coco_column reaction_columns[] = {blob("room"), integer("number"), text("emoji"), integer("account")};
constexpr coco_index reaction_indexes[] = {{reaction::by_account, on_reacting, 0, 0}};
constexpr coco_column reaction_count_columns[] = {blob("room"), integer("number"), text("emoji"), integer("given")};

constexpr coco_column topic_columns[] = {integer("id"), text("name")};
constexpr coco_index topic_indexes[] = {{topic::by_name, key_name, 1, 0}};

constexpr coco_column topic_event_columns[] = {
    integer("topic"),     integer("seq"),  integer("sender"), optional(text("client_id")),
    text("content_type"), blob("headers"), blob("body"),      integer("said_ms")};
constexpr coco_index topic_event_indexes[] = {{topic_event::by_client_id, on_client_id, 1, 1}};

constexpr coco_column file_columns[] = {text("name"),           integer("account"),          integer("use"),
                                        optional(blob("room")), optional(text("thumbnail")), integer("bytes"),
                                        integer("stored_ms")};
constexpr coco_index file_indexes[] = {{file::by_account, on_account_use, 0, 0}, {file::by_room, key_room, 0, 0}};

constexpr coco_column file_usage_columns[] = {integer("account"), integer("bytes")};

constexpr coco_column doomed_file_columns[] = {text("name"), integer("due_ms")};
constexpr coco_index doomed_file_indexes[] = {{doomed_file::by_due, on_due, 0, 0}};

constexpr coco_column dead_room_columns[] = {blob("room")};

template <std::size_t C>
constexpr coco_table table(const char* name, const coco_column (&columns)[C], const char* const* key) {
  return {name, columns, C, key, nullptr, 0};
}
template <std::size_t C, std::size_t I>
constexpr coco_table table(const char* name, const coco_column (&columns)[C], const char* const* key,
                           const coco_index (&indexes)[I]) {
  return {name, columns, C, key, indexes, I};
}

constexpr coco_table tables[] = {
    table(meta::table, meta_columns, key_name),
    table(account::table, account_columns, key_id, account_indexes),
    table(session::table, session_columns, key_id, session_indexes),
    table(token::table, token_columns, key_fingerprint, token_indexes),
    table(code::table, code_columns, key_name, code_indexes),
    table(friendship::table, friend_columns, key_id, friend_indexes),
    table(block::table, block_columns, key_account_target, block_indexes),
    table(room::table, room_columns, key_id, room_indexes),
    table(room_head::table, head_columns, key_room),
    table(outbox::table, outbox_columns, key_id),
    table(member::table, member_columns, key_room_account, member_indexes),
    table(position::table, position_columns, key_room_account),
    table(event::table, event_columns, key_room_seq, event_indexes),
    table(hidden::table, hidden_columns, key_hidden, hidden_indexes),
    table(reaction::table, reaction_columns, key_reaction, reaction_indexes),
    table(reaction_count::table, reaction_count_columns, key_reaction_count),
    table(topic::table, topic_columns, key_id, topic_indexes),
    table(topic_event::table, topic_event_columns, key_topic_seq, topic_event_indexes),
    table(dead_room::table, dead_room_columns, key_room),
    table(file::table, file_columns, key_name, file_indexes),
    table(file_usage::table, file_usage_columns, key_account),
    table(doomed_file::table, doomed_file_columns, key_name, doomed_file_indexes),
};

constexpr coco_schema schema{sizeof(coco_schema), 5, "core", tables, std::size(tables)};

}  // namespace

const coco_schema& core_schema() { return schema; }

}  // namespace cocotalk::domain
