#include "conversation/player.hpp"

#include "conversation/client.hpp"
#include "conversation/text.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace cocotalk::conversation {

namespace {

using Kind = Step::Kind;

// The first bytes are cut finest: there the headers are. In long payloads one boundary is like the other.
constexpr std::size_t finely_cut_bytes = 600, coarse_piece_bytes = 16'384;

// One connection of a conversation.
class Line {
 public:
  Line(World& world, std::string_view name) : dialect_(world.dialect(name)), client_(world.port(name)) {}

  Client& client() { return client_; }
  Dialect& dialect() { return *dialect_; }
  // The next thing said; nothing at the end.
  std::optional<std::string> next() {
    while (true) {
      if (std::optional<std::string> said = dialect_->decode(client_.unread(), has_ended_)) return said;
      if (has_ended_) return std::nullopt;
      has_ended_ = !client_.receive();
    }
  }
  // What is there already and was not expected.
  std::optional<std::string> left_over() {
    while (!has_ended_ && client_.fd() >= 0 && client_.has_more()) has_ended_ = !client_.receive();
    std::optional<std::string> said = dialect_->decode(client_.unread(), has_ended_);
    if (!said && !client_.unread().empty()) said = client_.unread();
    return said;
  }

 private:
  const std::unique_ptr<Dialect> dialect_;
  Client client_;
  bool has_ended_ = false;
};

class Player {
 public:
  Player(const Case& c, World& world, Cut cut) : case_(c), world_(world), cut_(cut) {}

  std::optional<std::string> play() {
    for (const Step& step : case_.steps) {
      try {
        do_step(step);
      } catch (const std::exception& e) {
        return case_.at(step.line) + ": " + e.what();
      }
    }
    flush();
    for (auto& [name, line] : lines_)
      if (const std::optional<std::string> said = line->left_over())
        return case_.file + ": at the end of " + case_.name + " something is left unsaid: " + written(*said);
    return std::nullopt;
  }

 private:
  void do_step(const Step& step) {
    if (step.kind != Kind::send) flush();
    switch (step.kind) {
      case Kind::on: name_ = step.text; return;
      case Kind::send: burst_ += line().dialect().encode(step.text); return;
      case Kind::send_end: return line().client().end_sending();
      case Kind::send_reset: return line().client().vanish();
      case Kind::expect: return expect(step.text);
      case Kind::expect_end: return expect_end();
      case Kind::act: return world_.act(step.text);
      case Kind::hear: return hear(step.text);
    }
  }
  Line& line() {
    std::unique_ptr<Line>& found = lines_[name_];
    if (found == nullptr) found = std::make_unique<Line>(world_, name_);
    return *found;
  }
  void expect(std::string_view expected) {
    const std::optional<std::string> said = line().next();
    if (!said) throw std::runtime_error("expected: " + std::string(expected) + "\n  but the connection ended");
    if (!line().dialect().is_expected(expected, *said))
      throw std::runtime_error("expected: " + std::string(expected) + "\n  but came: " + written(*said));
  }
  void expect_end() {
    if (const std::optional<std::string> said = line().next())
      throw std::runtime_error("expected the end, but came: " + written(*said));
    if (line().client().was_reset()) throw std::runtime_error("expected the end, but the connection was reset");
    if (!line().client().unread().empty())
      throw std::runtime_error("expected the end, but before it came: " + written(line().client().unread()));
  }
  void hear(std::string_view expected) {
    const std::string event = world_.next_event();
    if (!matches(bytes_of(expected), event))
      throw std::runtime_error("expected to hear: " + std::string(expected) + "\n  but heard: " + written(event));
  }
  // What consecutive lines send leaves together, or in pieces.
  void flush() {
    std::string_view rest = burst_;
    while (!rest.empty()) {
      const std::size_t n = std::min(piece_size(burst_.size() - rest.size()), rest.size());
      line().client().send(rest.substr(0, n));
      rest.remove_prefix(n);
      if (cut_ != Cut::nowhere) world_.settle();
    }
    burst_.clear();
  }
  std::size_t piece_size(std::size_t at) {
    if (cut_ == Cut::nowhere) return burst_.size();
    if (at >= finely_cut_bytes) return coarse_piece_bytes;
    if (cut_ == Cut::everywhere) return 1;
    random_ = random_ * 1'103'515'245u + 12'345u;  // the same every time
    return 1 + (random_ >> 16) % 13;
  }

  const Case& case_;
  World& world_;
  const Cut cut_;
  std::map<std::string, std::unique_ptr<Line>> lines_;
  std::string name_ = "a", burst_;
  std::uint32_t random_ = 1;
};

}  // namespace

bool Dialect::is_expected(std::string_view line, std::string_view said) const { return matches(bytes_of(line), said); }

void World::act(std::string_view line) { throw std::invalid_argument("nothing can be done here: " + std::string(line)); }

std::string World::next_event() { throw std::invalid_argument("nothing is heard here"); }

std::optional<std::string> play(const Case& c, World& world, Cut cut) { return Player(c, world, cut).play(); }

void expect_as_written(const Case& c, const MakeWorld& make_world) {
  const std::pair<Cut, const char*> cuts[] = {
      {Cut::nowhere, "whole"}, {Cut::everywhere, "byte by byte"}, {Cut::here_and_there, "in pieces"}};
  for (const auto& [cut, name] : cuts) {
    const std::unique_ptr<World> world = make_world(c.given);
    const std::optional<std::string> wrong = play(c, *world, cut);
    ASSERT_FALSE(wrong.has_value()) << "sent " << name << ": " << *wrong << "\n  " << c.about;
  }
}

}  // namespace cocotalk::conversation
