#pragma once

#include "transport-http/exchange.hpp"
#include "transport-http/in_flight.hpp"

#include <cocotalk/files.h>
#include <cocotalk/plugin.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::http {

// Where the bytes of files go, one file after the other.
class FileSink {
 public:
  virtual ~FileSink() = default;
  virtual void begin(std::string name) = 0;
  virtual void write(std::string_view bytes) = 0;
  virtual void end() = 0;
  // Instead of the end: as if it had not begun.
  virtual void drop() = 0;
};

// The files of one request on their way into cocotalk.files/1, one after the other, each announced before it can be opened. Lives
// on the request's lane; completions of the store hop back there. Whatever it stored is erased with it, unless keep() was called:
// so a request that fails anywhere leaves nothing; and what the host has no time to erase is known by its announcement.
class Intake : public FileSink, public std::enable_shared_from_this<Intake> {
 public:
  // Tells the application of a name before a file gets it; answers on the lane whether it may.
  using Announce = std::function<void(const std::string& name, std::function<void(coco_status)> answer)>;
  // `changed` is called on the lane, never from within a call, whenever all that was given is done or a step failed.
  // Counts as `in_flight` until the store has answered its last call.
  Intake(coco::Lease<coco_files> files, Lane lane, InFlight& in_flight, Announce announce, std::function<void()> changed);
  Intake(const Intake&) = delete;
  Intake& operator=(const Intake&) = delete;
  ~Intake() override;

  void begin(std::string name) override;
  void write(std::string_view bytes) override;
  void end() override;
  void drop() override;
  // Takes back a file that was stored.
  void remove(std::string name);

  // Nothing waits and nothing is under way: more may come.
  bool is_idle() const { return !is_busy_ && steps_.empty(); }
  // COCO_OK, or why a step failed; after that nothing more is done.
  coco_status failure() const { return failure_; }
  // The command has claimed the files.
  void keep() { is_kept_ = true; }

 private:
  enum class What { begin, write, end, drop, remove };
  struct Step {
    What what;
    std::string text;
  };

  void add(What what, std::string text);
  void go_on();
  void create(std::string name);
  void finish();
  coco_completion then(std::function<void()> on_success);
  void go_on_after(coco_status status, const std::function<void()>& on_success);
  void fail(coco_status why);

  const coco::Lease<coco_files> files_;
  const Lane lane_;
  const std::shared_ptr<InFlight::Token> in_flight_;
  const Announce announce_;
  const std::function<void()> changed_;
  std::deque<Step> steps_;
  coco_upload upload_ = 0;
  std::string upload_name_;
  std::vector<std::string> stored_;
  bool is_busy_ = false;
  bool is_kept_ = false;
  coco_status failure_ = COCO_OK;
};

}  // namespace cocotalk::http
