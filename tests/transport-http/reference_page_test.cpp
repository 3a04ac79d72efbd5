#include "transport-http/reference_page.hpp"

#include <gtest/gtest.h>
#include <cocotalk/plugin.hpp>

#include <string>

namespace cocotalk::http {
namespace {

constexpr Route table[] = {{"GET", "/poll/{id}", "poll.get"}};

std::string page_of(const std::string& summary) {
  return reference_page(
      table,
      R"({"commands":[{"name":"poll.get","who":"member","words":"A, member","summary":")" + summary +
          R"(","input":{"type":"object","properties":{"roomId":{"type":"string","description":"the room"},)"
          R"("kind":{"type":["string","null"],"enum":["A","B"]}},"required":["roomId"]},)"
          R"("output":{"type":"array","items":{"$ref":"#/components/schemas/Poll"}},"refusals":[{"code":"NO","when":"never"}]},)"
          R"({"name":"operator.kill","who":"operator","words":"operator","summary":"","input":{},"output":{},"refusals":[]}],)"
          R"("topics":[{"address":"/polls","words":"A","summary":"","events":["voted"]}],)"
          R"("events":[{"name":"voted","summary":"","body":{"$ref":"#/components/schemas/Poll"}}],)"
          R"("schemas":{"Poll":{"type":"object","description":"a question","properties":{"n":{"type":"integer"}}}}})");
}

bool has(const std::string& page, std::string_view part) { return page.find(part) != std::string::npos; }

TEST(ReferencePage, ShowsACommandWithItsAddressFieldsAnswerAndRefusals) {
  const std::string page = page_of("gives `one` poll");
  for (const std::string_view part :
       {R"(<article id="poll.get"><h3><code>poll.get</code><span class=who>A, member</span></h3>)", "gives <code>one</code> poll",
        "<b class=get>GET</b> <code>/poll/{id}</code>", "<dt class=must><code>roomId</code></dt>",
        "string or null, <code>A</code>, <code>B</code>", R"(array of <a href="#Poll">Poll</a>)", "<code>NO</code> never",
        R"(href="#event-voted")", R"(<article id="event-voted">)", R"(<article id="Poll">)"})
    EXPECT_TRUE(has(page, part)) << part << "\n" << page;
}

TEST(ReferencePage, WhatWasDeclaredIsTextAndNeverMarkup) {
  EXPECT_TRUE(has(page_of("<script>&'"), "&lt;script&gt;&amp;'"));
  EXPECT_FALSE(has(page_of("<script>"), "<script"));
}

TEST(ReferencePage, ALinkToADocumentIsItsWords) {
  EXPECT_TRUE(has(page_of("see [search.md](search.md), [b](c)"), "see search.md, b<"));
  EXPECT_TRUE(has(page_of("an array[0](x"), "an array[0](x"));
}

TEST(ReferencePage, TheOperatorsCommandsAreNotShown) { EXPECT_FALSE(has(page_of(""), "operator.kill")); }

TEST(ReferencePage, NothingMayBeLoadedOrRun) {
  EXPECT_TRUE(page_policy().starts_with("default-src 'none'; style-src 'sha256-"));
  EXPECT_EQ(page_policy().find("unsafe"), std::string::npos);
}

TEST(ReferencePage, AnAnswerThatIsNoReferenceIsAnError) { EXPECT_THROW(reference_page(table, "{}"), coco::Error); }

}  // namespace
}  // namespace cocotalk::http
