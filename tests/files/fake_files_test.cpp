#include <cocotalk/testing/fake_files.hpp>
#include <cocotalk/testing/files_contract.hpp>

COCO_FILES_CONTRACT(Fake, provider_of_fake<coco_files, FakeFiles>)
