#include "auth/password_jobs.hpp"

#include "auth/secret.hpp"

#include <exception>
#include <memory>
#include <utility>

namespace cocotalk::auth {

// One request between its acceptance and its answer. Owned by the worker that runs it.
struct PasswordJobs::Job {
  PasswordJobs& owner;
  const Secret password;
  const Work work;
  coco::Completion done;
};

PasswordJobs::PasswordJobs(coco::Host host, Cost cost, Memory memory)
    : host_(host),
      cost_(cost),
      decoy_(make_decoy(cost)),
      verified_(memory),
      enrolled_(host.counter("passwords", "passwords hashed or checked, by outcome", "outcome=\"enrolled\"")),
      accepted_(host.counter("passwords", "passwords hashed or checked, by outcome", "outcome=\"accepted\"")),
      remembered_(host.counter("passwords", "passwords hashed or checked, by outcome", "outcome=\"remembered\"")),
      refused_(host.counter("passwords", "passwords hashed or checked, by outcome", "outcome=\"refused\"")),
      busy_(host.counter("passwords", "passwords hashed or checked, by outcome", "outcome=\"busy\"")) {}

void PasswordJobs::enroll(std::string_view password, coco::Completion&& done) {
  const Work work = [this](std::string_view text, coco::Completion& answer) {
    const std::string verifier = make_verifier(text, cost_);
    coco::add(enrolled_);
    const coco_view result = coco::view(verifier);
    answer.ok(&result);
  };
  submit(password, work, std::move(done));
}

void PasswordJobs::authenticate(std::string_view password, std::string_view verifier, coco::Completion&& done) {
  if (verified_.knows(password, verifier, host_.now_ms()) && enter()) {
    coco::add(remembered_);
    done.ok();
    return leave();
  }
  const Work work = [this, kept = std::string(verifier)](std::string_view text, coco::Completion& answer) {
    const bool is_right = fits(text, kept, decoy_);
    coco::add(is_right ? accepted_ : refused_);
    if (!is_right) return answer.fail(COCO_UNAUTHORIZED, "the account is unknown or the password is wrong");
    verified_.remember(text, kept, host_.now_ms());
    answer.ok();
  };
  submit(password, work, std::move(done));
}

void PasswordJobs::submit(std::string_view password, Work work, coco::Completion&& done) {
  auto job = std::unique_ptr<Job>(new Job{*this, Secret(password), std::move(work), std::move(done)});
  if (!enter()) return job->done.fail(COCO_ABORTED, "passwords are no longer checked: the plugin is stopping");
  if (host_.run_blocking(&PasswordJobs::run, job.get()) == COCO_OK) {
    job.release();  // run() owns it
    return;
  }
  coco::add(busy_);
  job->done.fail(COCO_BUSY, "too many passwords are being checked; try again in a moment");
  leave();
}

void PasswordJobs::run(void* raw) {
  std::unique_ptr<Job> job(static_cast<Job*>(raw));
  PasswordJobs& owner = job->owner;
  try {
    job->work(job->password.text(), job->done);
  } catch (const coco::Error& e) {
    job->done.fail(e.code(), e.what());
  } catch (const std::exception& e) {
    job->done.fail(COCO_INTERNAL, e.what());
  }
  job.reset();
  owner.leave();
}

bool PasswordJobs::enter() {
  const std::lock_guard lock(mutex_);
  if (stopping_) return false;
  ++under_way_;
  return true;
}

void PasswordJobs::leave() {
  coco::Completion drained;
  {
    const std::lock_guard lock(mutex_);
    if (--under_way_ == 0 && stopping_) drained = std::move(drained_);
  }
  drained.ok();  // touches nothing of ours: the plugin may be gone
}

void PasswordJobs::stop(coco::Completion&& drained) {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    if (under_way_ > 0) {
      drained_ = std::move(drained);
      return;
    }
  }
  drained.ok();
}

}  // namespace cocotalk::auth
