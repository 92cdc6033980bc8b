#pragma once
/// The version of the library, in step with the CMake project (Semantic Versioning).
#define CAPNET_VERSION_MAJOR 0
#define CAPNET_VERSION_MINOR 1
#define CAPNET_VERSION_PATCH 0
#define CAPNET_VERSION "0.1.0"
