// The words between a probe and its child: the settings as environment variables, the report as lines of one word and the rest.
#pragma once

#include <string_view>

namespace cocotalk::host {

inline constexpr std::string_view probed_section = "probe";  // COCOTALK_PROBE_LANES

inline constexpr char word_step[] = "step";        // what is called next
inline constexpr char word_refused[] = "refused";  // a sentence: it cannot be loaded or created
inline constexpr char word_defect[] = "defect";    // a sentence
inline constexpr char word_done[] = "done";        // everything was called, and came back

inline constexpr char step_load[] = "loading";
inline constexpr char step_create[] = "create()";
inline constexpr char step_destroy[] = "destroy()";
inline constexpr char step_unload[] = "unloading";

}  // namespace cocotalk::host
