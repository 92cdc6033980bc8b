#pragma once
/// Where the Wilson interval is looked for first: it is in core, since samples have intervals too.
#include <capnet/core/wilson.hpp>
