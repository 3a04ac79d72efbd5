#include "core/api/sign_in_record.hpp"

#include "core/api/json.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;

constexpr std::uint32_t sessions_at_once = 1000;

// What ended a session, in one word.
std::string_view why(std::int64_t code) {
  switch (code) {
    case COCO_CLOSE_REPLACED: return "displaced";
    case COCO_CLOSE_SIGNED_OUT: return "signed-out";
    default: return "ended";
  }
}

void add(JsonWriter& out, const Rows& rows, std::size_t i) {
  const auto row = rows[i];
  out.begin_object();
  out.key("id").string(SessionId::from_blob(row.text(session::id)).hex());
  out.key("account").number(row.number(session::account));
  out.key("device").string(row.number(session::device) == COCO_WEB ? "WEB" : "MOBILE");
  out.key("address").string(row.text(session::address));
  out.key("agent").string(row.text(session::agent));
  out.key("signedInMs").number(row.number(session::created_ms));
  if (row.number(session::ended_ms) != 0) {
    out.key("endedMs").number(row.number(session::ended_ms));
    out.key("why").string(why(row.number(session::ended_code)));
  }
  out.end_object();
}

}  // namespace

runtime::Task<std::string> sign_in_record(Application& app) {
  JsonWriter out;
  out.begin_object().key("sessions").begin_array();
  Range next = Range(session::table).limit(sessions_at_once);
  for (;;) {
    const Rows rows = co_await app.world.store.read_one(std::move(next));
    for (std::size_t i = 0; i < rows.size(); ++i) add(out, rows, i);
    if (rows.size() < sessions_at_once) break;
    const SessionId last = SessionId::from_blob(rows[rows.size() - 1].text(session::id));
    next = Range(session::table).after(values(last)).limit(sessions_at_once);
  }
  out.end_array().end_object();
  co_return out.take();
}

}  // namespace cocotalk::api
