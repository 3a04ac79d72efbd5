// What a command says about itself, as data: its rows of docs/commands.md, the API reference, and what is checked before its
// handler runs all come from here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/api/few.hpp"
#include "core/domain/limits.hpp"

namespace cocotalk::api {

// Who may ask. What concerns the asker alone is refused before the handler runs; a place in a room is the domain's to judge.
enum class Who {
  anyone,
  signed_in,     // an open link, or a valid access token
  ended_too,     // as signed_in, also when the session has ended
  member,        // signed_in, and in the room
  group_member,  // signed_in, and in the room, which is a group
  maker,         // signed_in, and whoever made the room
  admin,         // signed_in, with an account that has the role `admin` at this moment
  link,          // an open link
  link_member,   // an open link, of somebody in the room
  refresh,       // a refresh token
  leaving,       // a refresh token, or an open link
  the_operator   // the host itself
};

enum class Kind {
  text,      // a string; null is as good as absent
  number,    // a whole number, also as a string of digits
  decimal,   // any number; of outputs
  flag,      // true or false
  date,      // a day like 1995-10-28
  time,      // 2022-02-04T04:21:14.542, UTC
  room_id,   // 24 lower-case hex digits
  texts,     // an array of strings
  numbers,   // an array of whole numbers
  decimals,  // an array of any numbers, null where nothing is known; of outputs
  object,    // of a named shape
  objects,   // an array of a named shape
  anything   // only whether it is there counts
};

enum class Unit { none, characters, bytes, entries };

// One field of a command's input, or of a shape. Made by the functions of `field`, refined by its own.
struct Field {
  std::string_view name{}, meaning{};
  Kind kind = Kind::text;
  bool is_required = false;
  bool is_expected = false;  // required, but the domain refuses its absence, in its own words
  bool is_nullable = false;  // of outputs
  std::size_t longest = 0;   // in `unit`; 0: as long as anything else allows
  Unit unit = Unit::none;
  std::int64_t least = INT64_MIN, most = INT64_MAX;
  std::string_view one_of{};  // words with blanks between them
  std::string_view shape{};   // of objects

  // An input must have it, a text with more than blanks in it; else NO_VALUES.
  constexpr Field required() const {
    Field out = *this;
    out.is_required = true;
    return out;
  }
  constexpr Field expected() const {
    Field out = *this;
    out.is_expected = true;
    return out;
  }
  constexpr Field nullable() const {
    Field out = *this;
    out.is_nullable = true;
    return out;
  }
  constexpr Field characters(std::size_t n) const { return limited(n, Unit::characters); }
  constexpr Field bytes(std::size_t n) const { return limited(n, Unit::bytes); }
  constexpr Field entries(std::size_t n) const { return limited(n, Unit::entries); }
  constexpr Field at_least(std::int64_t a) const {
    Field out = *this;
    out.least = a;
    return out;
  }
  constexpr Field between(std::int64_t a, std::int64_t b) const {
    Field out = at_least(a);
    out.most = b;
    return out;
  }
  constexpr Field words(std::string_view list) const {
    Field out = *this;
    out.one_of = list;
    return out;
  }

 private:
  constexpr Field limited(std::size_t n, Unit u) const {
    Field out = *this;
    out.longest = n;
    out.unit = u;
    return out;
  }
};

// Those of the domain that are no settings.
inline constexpr domain::Limits limits;

namespace field {

constexpr Field of(Kind kind, std::string_view name, std::string_view meaning, std::string_view shape = {}) {
  Field out;
  out.name = name, out.meaning = meaning, out.kind = kind, out.shape = shape;
  return out;
}
constexpr Field text(std::string_view name, std::string_view meaning) { return of(Kind::text, name, meaning); }
constexpr Field number(std::string_view name, std::string_view meaning) { return of(Kind::number, name, meaning); }
constexpr Field decimal(std::string_view name, std::string_view meaning) { return of(Kind::decimal, name, meaning); }
constexpr Field decimals(std::string_view name, std::string_view meaning) { return of(Kind::decimals, name, meaning); }
constexpr Field flag(std::string_view name, std::string_view meaning) { return of(Kind::flag, name, meaning); }
constexpr Field date(std::string_view name, std::string_view meaning) { return of(Kind::date, name, meaning); }
constexpr Field time(std::string_view name, std::string_view meaning) { return of(Kind::time, name, meaning); }
constexpr Field texts(std::string_view name, std::string_view meaning) { return of(Kind::texts, name, meaning); }
constexpr Field numbers(std::string_view name, std::string_view meaning) { return of(Kind::numbers, name, meaning); }
constexpr Field anything(std::string_view name, std::string_view meaning) { return of(Kind::anything, name, meaning); }
constexpr Field object(std::string_view name, std::string_view shape, std::string_view meaning) {
  return of(Kind::object, name, meaning, shape);
}
constexpr Field objects(std::string_view name, std::string_view shape, std::string_view meaning) {
  return of(Kind::objects, name, meaning, shape);
}

// ---- fields of many commands
constexpr Field room = of(Kind::room_id, "roomId", "the room").required();
constexpr Field client_id =
    text("clientMsgId", "the sender's own id of the message: the same again is the same message").bytes(limits.client_id_bytes);

}  // namespace field

// A word of the table of refusals, and when a command says it. That of a token that is no good (JWT_AUTHENTICATION) and that of
// somebody else's room (NOT_PERMITTED) follow from `who`, NO_VALUES from the fields: they are not written down.
struct No {
  std::string_view code{}, when{};
};

}  // namespace cocotalk::api
