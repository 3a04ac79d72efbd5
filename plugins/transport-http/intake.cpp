#include "transport-http/intake.hpp"

#include <utility>

namespace cocotalk::http {

Intake::Intake(coco::Lease<coco_files> files, Lane lane, InFlight& in_flight, Announce announce, std::function<void()> changed)
    : files_(std::move(files)),
      lane_(lane),
      in_flight_(std::make_shared<InFlight::Token>(in_flight)),
      announce_(std::move(announce)),
      changed_(std::move(changed)) {}

Intake::~Intake() {
  if (upload_ != 0) files_->abandon(files_->self, upload_);
  if (is_kept_) return;
  for (const std::string& name : stored_)
    files_->erase(files_->self, coco::view(name),
                  coco::on_completion<void>([token = in_flight_](coco_status, const void*, const coco_error*) {}));
}

void Intake::begin(std::string name) { add(What::begin, std::move(name)); }

void Intake::write(std::string_view bytes) {
  if (!steps_.empty() && steps_.back().what == What::write)
    steps_.back().text += bytes;
  else
    add(What::write, std::string(bytes));
}

void Intake::end() { add(What::end, {}); }

void Intake::drop() { add(What::drop, {}); }

void Intake::remove(std::string name) { add(What::remove, std::move(name)); }

void Intake::add(What what, std::string text) {
  if (failure_ != COCO_OK) return;
  steps_.push_back({what, std::move(text)});
  go_on();
}

void Intake::go_on() {
  while (!is_busy_ && !steps_.empty()) {
    const Step step = std::move(steps_.front());
    steps_.pop_front();
    switch (step.what) {
      case What::begin: create(step.text); break;
      case What::write:
        is_busy_ = true;
        files_->write(files_->self, upload_, coco::view(step.text), then([] {}));
        break;
      case What::end:
        is_busy_ = true;
        announce_(upload_name_,
                  [self = shared_from_this()](coco_status status) { self->go_on_after(status, [&self] { self->finish(); }); });
        break;
      case What::drop: files_->abandon(files_->self, std::exchange(upload_, 0)); break;
      case What::remove:
        is_busy_ = true;
        std::erase(stored_, step.text);
        files_->erase(files_->self, coco::view(step.text), then([] {}));
        break;
    }
  }
}

void Intake::create(std::string name) {
  coco_error error{};
  const coco_status status = files_->create(files_->self, coco::view(name), &upload_, &error);
  if (status == COCO_OK) {
    upload_name_ = std::move(name);
    return;
  }
  upload_ = 0;
  is_busy_ = true;  // until the failure is told, which must not happen from within a call
  lane_.run([self = shared_from_this(), status] { self->fail(status); });
}

coco_completion Intake::then(std::function<void()> on_success) {
  return coco::on_completion<void>(
      [self = shared_from_this(), on_success = std::move(on_success)](coco_status status, const void*, const coco_error*) {
        self->lane_.run([self, on_success, status] { self->go_on_after(status, on_success); });
      });
}

// `on_success` may begin the next thing itself.
void Intake::go_on_after(coco_status status, const std::function<void()>& on_success) {
  if (status != COCO_OK) return fail(status);
  is_busy_ = false;
  on_success();
  go_on();
  if (is_idle()) changed_();
}

void Intake::finish() {
  is_busy_ = true;
  files_->finish(files_->self, std::exchange(upload_, 0), then([this] { stored_.push_back(upload_name_); }));
}

void Intake::fail(coco_status why) {
  is_busy_ = false;
  steps_.clear();
  failure_ = why;
  changed_();
}

}  // namespace cocotalk::http
