// The sentences of SockJS 0.3.3, of cocotalk-wire.md 5.1 and of our own rules, as conversations.
#include <gtest/gtest.h>

#include "conversation/player.hpp"
#include "conversation/script.hpp"
#include "sockjs_stage.hpp"

namespace cocotalk::stomp {
namespace {

using conversation::Case;
using conversation::Step;

class SockjsConversation : public ::testing::TestWithParam<Case> {};

TEST_P(SockjsConversation, GoesAsWritten) {
  const Case& c = GetParam();
  SCOPED_TRACE(c.about);
  SockjsStage stage(c.given);
  std::string on = "a";
  for (const Step& step : c.steps) {
    SCOPED_TRACE(c.at(step.line) + " " + step.text);
    switch (step.kind) {
      case Step::Kind::on: on = step.text; break;
      case Step::Kind::send: stage.send(on, step.text); break;
      case Step::Kind::expect: stage.expect(on, step.text); break;
      case Step::Kind::expect_end: stage.expect_end(on); break;
      case Step::Kind::act: stage.act(on, step.text); break;
      case Step::Kind::hear: stage.hear(on, step.text); break;
      default: FAIL() << "not in these conversations";
    }
  }
  stage.expect_silence();
}

INSTANTIATE_TEST_SUITE_P(Sockjs, SockjsConversation, ::testing::ValuesIn(conversation::cases_in(SOCKJS_CONVERSATIONS)),
                         conversation::name_of);

}  // namespace
}  // namespace cocotalk::stomp
