// What the header on made-up networks declares: see core/config.hpp.
#include <capnet/sim/pro_bono_network-inl.hpp>
