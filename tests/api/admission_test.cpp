#include "core/api/admission.hpp"

#include "core/domain/refusal.hpp"

#include <gtest/gtest.h>

#include <string>

namespace cocotalk::api {
namespace {

constexpr Command poll[] = {
    {.name = "poll.make",
     .run = nullptr,
     .who = Who::anyone,
     .summary = "makes a poll",
     .input = {field::text("title", "").required(), field::number("choices", "").required().between(2, 4),
               field::text("note", "").bytes(4), field::text("kind", "").words("OPEN SECRET QUICK"),
               field::numbers("voters", "").entries(2), field::flag("is_open", ""), field::date("until", ""),
               field::number("after", "").at_least(0), field::of(Kind::room_id, "roomId", "")}}};

constexpr char room[] = R"(,"roomId":"0123456789abcdef01234567"})";

// What is said to the input `{"title":"t","choices":2,` and more; empty: nothing.
std::string said_to(const std::string& json) {
  simdjson::dom::parser parser;
  try {
    check_input(poll[0], Fields(parser, json));
  } catch (const domain::Refusal& refusal) {
    return refusal.code + (": " + refusal.detail);
  }
  return {};
}
std::string said_to_more(const std::string& more) { return said_to(R"({"title":"t","choices":2)" + more + room); }

std::string said_to(Who who, const Asker& asker) {
  try {
    admit({.name = "a.b", .run = nullptr, .who = who, .summary = ""}, asker);
  } catch (const domain::Refusal& refusal) {
    return refusal.code + (": " + refusal.detail);
  }
  return {};
}
Asker by(coco_credential_kind kind) {
  Asker asker;
  asker.kind = kind;
  return asker;
}

TEST(Admission, WhatIsRequiredIsAskedFor) {
  EXPECT_EQ(said_to_more(""), "");
  EXPECT_EQ(said_to(std::string(R"({"choices":2)") + room), "NO_VALUES: 'title' is missing or blank");
  EXPECT_EQ(said_to(std::string(R"({"title":" \t","choices":2)") + room), "NO_VALUES: 'title' is missing or blank");
  EXPECT_EQ(said_to(std::string(R"({"title":"t","choices":null)") + room), "NO_VALUES: 'choices' is missing or blank");
}

TEST(Admission, ARangeHasItsEnds) {
  for (const char* const good : {"2", "4", "\"3\""})
    EXPECT_EQ(said_to(R"({"title":"t","choices":)" + std::string(good) + room), "") << good;
  EXPECT_EQ(said_to(std::string(R"({"title":"t","choices":1)") + room), "BAD_REQUEST: 'choices' is 1, not 2 to 4");
  EXPECT_EQ(said_to(std::string(R"({"title":"t","choices":5)") + room), "BAD_REQUEST: 'choices' is 5, not 2 to 4");
  EXPECT_EQ(said_to_more(R"(,"after":0)"), "");
  EXPECT_EQ(said_to_more(R"(,"after":-1)"), "BAD_REQUEST: 'after' is -1, not 0 or more");
  EXPECT_EQ(said_to(std::string(R"({"title":"t","choices":1e999)") + room), "BAD_REQUEST: the body is no JSON");
}

TEST(Admission, BytesAndEntriesAreCounted) {
  EXPECT_EQ(said_to_more(R"(,"note":"1234","voters":[1,2])"), "");
  EXPECT_EQ(said_to_more(R"(,"note":"12345")"), "BAD_REQUEST: 'note' is longer than 4 bytes");
  EXPECT_EQ(said_to_more(R"(,"voters":[1,2,3])"), "BAD_REQUEST: 'voters' has more than 2 entries");
}

TEST(Admission, AWordIsOneOfTheList) {
  for (const char* const good : {"OPEN", "SECRET", "QUICK", ""})
    EXPECT_EQ(said_to_more(R"(,"kind":")" + std::string(good) + "\""), "") << good;
  for (const char* const bad : {"OPE", "OPEN ", "OPEN SECRET", "CRET"})
    EXPECT_EQ(said_to_more(R"(,"kind":")" + std::string(bad) + "\""),
              "BAD_REQUEST: 'kind' is '" + std::string(bad) + "', not OPEN, SECRET or QUICK");
}

TEST(Admission, EveryTypeIsLookedAt) {
  EXPECT_EQ(said_to_more(R"(,"is_open":1)"), "BAD_REQUEST: 'is_open' is not true or false");
  EXPECT_EQ(said_to_more(R"(,"until":"1995-02-30")"), "BAD_REQUEST: 'until' is not a date like 1995-10-28");
  EXPECT_EQ(said_to_more(R"(,"voters":"1")"), "BAD_REQUEST: 'voters' is not an array");
  EXPECT_EQ(said_to(R"({"title":"t","choices":2,"roomId":"undefined"})"),
            "BAD_REQUEST: 'roomId' is not 24 lower-case hex digits");
}

TEST(Admission, WhoIsNotSignedInIsToldHowTheWireDocumentHasIt) {
  for (const Who who : {Who::signed_in, Who::member, Who::group_member, Who::maker}) {
    EXPECT_EQ(said_to(who, by(COCO_ANONYMOUS)), "JWT_AUTHENTICATION: X-ACCESS-TOKEN 헤더가 설정되지 않았습니다.");
    EXPECT_EQ(said_to(who, by(COCO_REFRESH_TOKEN)), "JWT_AUTHENTICATION: 올바르지 않은 형식의 토큰입니다.");
    EXPECT_EQ(said_to(who, by(COCO_OPERATOR)), "JWT_AUTHENTICATION: 올바르지 않은 형식의 토큰입니다.");
    EXPECT_EQ(said_to(who, by(COCO_ACCESS_TOKEN)), "");
  }
}

TEST(Admission, EveryOtherAskerIsOfOneKind) {
  const std::string no_link = "BAD_REQUEST: only an open link can ask for a.b";
  const coco_credential_kind kinds[] = {COCO_ANONYMOUS, COCO_ACCESS_TOKEN, COCO_REFRESH_TOKEN, COCO_OPERATOR};
  for (const coco_credential_kind kind : kinds) {
    EXPECT_EQ(said_to(Who::anyone, by(kind)), "");
    EXPECT_EQ(said_to(Who::link, by(kind)), no_link);
    EXPECT_EQ(said_to(Who::link_member, by(kind)), no_link);
    EXPECT_EQ(said_to(Who::refresh, by(kind)).empty(), kind == COCO_REFRESH_TOKEN);
    EXPECT_EQ(said_to(Who::leaving, by(kind)).empty(), kind == COCO_REFRESH_TOKEN);
    EXPECT_EQ(said_to(Who::ended_too, by(kind)).empty(), kind == COCO_ACCESS_TOKEN);
    EXPECT_EQ(said_to(Who::the_operator, by(kind)).empty(), kind == COCO_OPERATOR);
  }
}

}  // namespace
}  // namespace cocotalk::api
