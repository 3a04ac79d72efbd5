// What `cocotalk plugin new` makes: a plugin of some kind that builds and passes its test at once.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::host {

// The kinds there is a template for, sorted: "auth", "command" … Empty when there is no such folder.
std::vector<std::string> template_kinds(const std::filesystem::path& templates);

// What is wrong with a plugin's name, as "cause; remedy"; empty: nothing.
std::string complaint_of_name(std::string_view name);

// Copies the template of `kind` to `folder`, which must not be there, under the plugin's own name: "template-mail",
// "TemplateMail" and "template_mail" in its files become "my-letters", "MyLetters" and "my_letters". Throws coco::Error; then
// nothing was made.
void make_plugin(const std::filesystem::path& templates, const std::string& kind, const std::string& name,
                 const std::filesystem::path& folder);

}  // namespace cocotalk::host
