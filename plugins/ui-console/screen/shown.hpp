// What the full screen shows beside the view model's state, as a value.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ui-console/view.hpp"

namespace cocotalk::console {

enum class Page { conversation, friends, members, found, help };

// The line at the bottom that one types into.
struct Input {
  std::string prompt = "> ";
  std::string text;
  std::size_t cursor = 0;  // in bytes of `text`
  bool is_secret = false;  // shown as dots
};

struct Shown {
  Page page = Page::conversation;
  std::vector<Friend> friends;
  std::vector<Found> found;
  std::string searched;     // what was looked for
  std::size_t chosen = 0;   // in friends and found
  std::size_t scroll = 0;   // rows between the newest one and the bottom
  std::string anchor;       // id of a message that `scroll` is to follow from; empty: none
  std::string link;         // how the connection is
  std::string sentence;     // what just happened; empty: nothing worth a word
  bool is_warning = false;  // the sentence is about something that went wrong
  Input input;
};

}  // namespace cocotalk::console
