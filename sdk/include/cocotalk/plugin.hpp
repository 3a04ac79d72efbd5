// The C++ side of the waist: write a class, get a plugin. Header-only, C++20, exceptions inside.
//
//   class Limits {
//    public:
//     static constexpr char id[] = "policy-limits", version[] = "1.0.0";
//     static constexpr const char* provides[] = {COCO_SESSION_POLICY, nullptr};
//     static constexpr const char* needs[] = {nullptr};
//     static constexpr coco_setting_spec settings[] = {coco::integer("sessions", "3", 1, 100, "sessions per device class")};
//     Limits(coco::Host host, const coco::Settings& settings);
//     void start();
//     void stop(coco::Completion&& drained);
//     const void* interface_of(std::string_view id);
//   };
//   COCO_EXPORT(Limits)
#pragma once

#include <cocotalk/abi.h>
#include <cocotalk/bind.hpp>
#include <cocotalk/completion.hpp>
#include <cocotalk/error.hpp>
#include <cocotalk/export.hpp>
#include <cocotalk/host.hpp>
#include <cocotalk/settings.hpp>
#include <cocotalk/view.hpp>
