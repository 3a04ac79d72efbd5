// An application with a search. What a word is belongs to the provider: here bytes between blanks.
#pragma once

#include <cocotalk/testing/fake_search.hpp>

#include <string>
#include <vector>

#include "tests/api/application_fixture.hpp"

namespace cocotalk::testing {

class Searched : public ApplicationFixture {
 protected:
  explicit Searched(bool is_provided = true, domain::Limits limits = generous()) : ApplicationFixture(limits) {
    if (is_provided) host_.offer(COCO_SEARCH, search_.table());
    tick();
    alice_ = person("alice");
    bob_ = person("bob");
    carol_ = person("carol");
    dave_ = person("dave");
    room_ = create(alice_.as(), 1, {alice_.account, bob_.account, dave_.account}, "weekly meeting");
  }
  static domain::Limits generous() {
    domain::Limits limits;
    limits.search_burst = 1000;
    limits.message_burst = 0;
    return limits;
  }
  void tick() {
    executor_.post([this] { app_->indexing.tick(); });
    run();
    settle();
  }
  // Long enough for an index that has nothing else to do.
  void settle() {
    for (int i = 0; i < 40; ++i) advance(250);
  }
  void say(const Device& by, const std::string& room, const std::string& content, int type = 0) {
    must(by.as(), "room.send", saying(room, content, {}, type));
    settle();
  }
  static std::string words(const std::string& words, const std::string& more = {}) {
    return "{\"words\":" + json_text(words) + (more.empty() ? "" : "," + more) + "}";
  }
  // What the snippets of the messages say, newest first.
  std::vector<std::string> found(const Device& by, const std::string& json) {
    const Answered answer = must(by.as(), "search", json);
    std::vector<std::string> out;
    for (std::size_t i = 0; i < answer.size("/messages"); ++i) {
      const std::string at = "/messages/" + std::to_string(i) + "/snippet";
      out.emplace_back();
      for (std::size_t piece = 0; piece < answer.size(at); ++piece)
        out.back() += (piece % 2 == 1 ? "[" : "") + answer.text(at + "/" + std::to_string(piece)) + (piece % 2 == 1 ? "]" : "");
    }
    return out;
  }
  std::string refusal(const Device& by, const std::string& json) {
    const Answered answer = ask(by.as(), "search", json);
    EXPECT_NE(answer.status, COCO_OK) << json;
    return answer.code() + ": " + answer.detail();
  }
  using Texts = std::vector<std::string>;

  FakeSearch search_;
  Device alice_, bob_, carol_, dave_;
  std::string room_;
};

}  // namespace cocotalk::testing
