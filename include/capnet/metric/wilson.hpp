#pragma once
/// `wilson`, beside the measures: it is in core, where cascades reach it too.
#include <capnet/core/wilson.hpp>
