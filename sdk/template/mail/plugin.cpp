// Mail that is kept instead of sent: every letter is appended to one file, as mbox (RFC 4155), which mail readers open.
#include <cocotalk/mail.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/worker.hpp>

#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

class TemplateMail {
 public:
  static constexpr char id[] = "template-mail", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_MAIL, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("file", "template-mail.mbox", "where letters are appended; relative to the data folder"),
      coco::integer("queue", "64", 1, 10'000, "letters that may wait to be written; beyond: busy"),
  };

  TemplateMail(coco::Host host, const coco::Settings& values)
      : host_(host),
        path_(host.data_dir() + "/" + values.text("file")),
        max_waiting_(static_cast<std::size_t>(values.number("queue"))) {}

  void start() {
    worker_ = std::make_unique<coco::Worker<Job>>(max_waiting_, [this](Job& job) { write(job); });
    host_.warn("mail is written to a file instead of being sent");
  }
  void stop(coco::Completion&& drained) {
    if (worker_) worker_->close();  // what still waits is answered "aborted"
    drained.ok();
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_MAIL ? &table_ : nullptr; }

  // [any] Takes a copy and returns: who calls must not wait for a disk.
  void send(const coco_letter& letter, coco::Completion&& done) {
    const std::string_view to = coco::text(letter.to), subject = coco::text(letter.subject);
    if (to.find('@') == std::string_view::npos) return done.fail(COCO_INVALID, "the address has no '@'");
    if (has_line_break(to) || has_line_break(subject))
      return done.fail(COCO_INVALID, "the address or the subject has more than one line");
    Job job{std::string(to), std::string(subject), std::string(coco::text(letter.text)), std::move(done)};
    if (!worker_->offer(job)) job.done.fail(COCO_BUSY, "too many letters wait; try again later");
  }

 private:
  struct Job {
    std::string to, subject, text;
    coco::Completion done;
  };

  static bool has_line_break(std::string_view text) { return text.find_first_of("\r\n") != std::string_view::npos; }

  // On the worker's thread. A line that begins with "From " would begin another letter, so it gets a '>' in front.
  void write(Job& job) {
    for (std::size_t at = 0; (at = job.text.find("From ", at)) != std::string::npos; at += 6)
      if (at == 0 || job.text[at - 1] == '\n') job.text.insert(at, 1, '>');
    std::ofstream file(path_, std::ios::app | std::ios::binary);
    file << "From " << id << " Thu Jan  1 00:00:00 1970\nTo: " << job.to << "\nSubject: " << job.subject
         << "\nContent-Type: text/plain; charset=UTF-8\n\n"
         << job.text << "\n\n";
    file.close();
    if (file)
      job.done.ok();
    else
      job.done.fail(COCO_RETRY, path_ + ": cannot be written");
  }

  const coco::Host host_;
  const std::string path_;
  const std::size_t max_waiting_;
  std::unique_ptr<coco::Worker<Job>> worker_;
  const coco_mail table_{sizeof table_, 0, this, COCO_BIND(coco_mail, send, TemplateMail)};
};

COCO_EXPORT(TemplateMail)
