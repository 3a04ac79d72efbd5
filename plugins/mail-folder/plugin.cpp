// cocotalk.mail/1 for development: ⟨data_dir⟩/mail.
#include "mail-folder/folder.hpp"

#include <cocotalk/mail.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/under_way.hpp>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::mail_folder {
namespace {

class FolderMail {
 public:
  static constexpr char id[] = "mail-folder", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_MAIL, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("folder", "mail", "where letters go, as ⟨time⟩-⟨random⟩.eml; relative to the data folder"),
  };

  FolderMail(coco::Host host, const coco::Settings& values) : host_(host), path_(values.text("folder")) {}

  void start() {
    folder_ = std::make_shared<const Folder>(std::filesystem::path(host_.data_dir()) / path_);
    host_.warn("mail is written to a folder instead of being sent");
  }
  void stop(coco::Completion&& drained) { under_way_.end(std::move(drained)); }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_MAIL ? &table_ : nullptr; }

  void send(const coco_letter& letter, coco::Completion&& done) {
    const coco::UnderWay::Part part = under_way_.begin();
    if (!folder_ || !part) return done.fail(COCO_ABORTED, "the folder for mail is not open");
    if (const std::string_view fault = fault_of(coco::text(letter.to), coco::text(letter.subject)); !fault.empty())
      return done.fail(COCO_INVALID, fault);
    auto job = std::make_unique<Job>(Job{part, folder_, next_name(), std::string(coco::text(letter.to)),
                                         std::string(coco::text(letter.subject)), std::string(coco::text(letter.text)),
                                         std::move(done)});
    const auto run = [](void* arg) { std::unique_ptr<Job>(static_cast<Job*>(arg))->run(); };
    if (host_.run_blocking(run, job.get()) == COCO_OK)
      static_cast<void>(job.release());
    else
      job->done.fail(COCO_BUSY, "the host's workers are busy");
  }

 private:
  struct Job {
    coco::UnderWay::Part part;  // let go of last
    std::shared_ptr<const Folder> folder;
    std::string name, to, subject, text;
    coco::Completion done;
    void run() {
      try {
        folder->write(name, to, subject, text);
        done.ok();
      } catch (const coco::Error& e) {
        done.fail(e.code(), e.what());
      }
    }
  };

  // Sorts by time, and two of one millisecond differ.
  std::string next_name() const {
    std::uint32_t random = 0;
    host_.random(&random, sizeof random);
    std::array<char, 40> name;
    const int n = std::snprintf(name.data(), name.size(), "%lld-%08x", static_cast<long long>(host_.now_ms()), random);
    return std::string(name.data(), static_cast<std::size_t>(n));
  }

  const coco::Host host_;
  const std::string path_;
  std::shared_ptr<const Folder> folder_;
  coco::UnderWay under_way_;
  const coco_mail table_{sizeof table_, 0, this, COCO_BIND(coco_mail, send, FolderMail)};
};

}  // namespace
}  // namespace cocotalk::mail_folder

COCO_EXPORT(cocotalk::mail_folder::FolderMail)
