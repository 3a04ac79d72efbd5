// Between the library under test and the kernel stands a disk that rules may break.
#include <cocotalk/testing/faulty_disk.hpp>
