// A view model with all that is behind it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "ui-console/application.hpp"
#include "ui-console/text_view.hpp"
#include "ui-console/view_model.hpp"

namespace cocotalk::console::testing {

// The view model over a small application; `shown` is what a person would have read since the last look.
class ViewModelStage : public ::testing::Test {
 protected:
  void sign_in() {
    model.carry_out(SignIn{"alice", "right"});
    shown.clear();
  }
  void open(const std::string& room) {
    model.carry_out(OpenRoom{room});
    shown.clear();
  }
  void take_in_news() {
    while (const auto incoming = inbox->pop()) model.take_in(*incoming);
  }
  // The refusal of a command; its code.
  std::string refused(const Command& command) {
    try {
      model.carry_out(command);
      return "none";
    } catch (const Refusal& refusal) {
      why = refusal.what();
      return refusal.code;
    }
  }
  bool shows(const std::string& part) const { return shown.find(part) != std::string::npos; }
  std::string state_json(const std::string& room, const std::string& last, int unread) {
    return R"({"room":)" + room + R"(,"last":)" + last + R"(,"unread":)" + std::to_string(unread) + R"(,"seq":9})";
  }

  Application application;
  std::string shown, why;
  std::shared_ptr<Inbox> inbox = std::make_shared<Inbox>();
  Network network{*application.gateway.table(), inbox};
  Repository repository{network, [] { return std::string("new-id"); }};
  TextView view{[this](std::string_view text) { shown += text; }, TextView::Echo::hidden};
  ViewModel model{repository, view, COCO_WEB};
};

}  // namespace cocotalk::console::testing
