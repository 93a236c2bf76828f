/* For the tests of this folder only. */
#ifndef LOADLINE_KINDS_NODE_FIXTURE_H
#define LOADLINE_KINDS_NODE_FIXTURE_H

#define FIXTURE_KIND kind_node
#include "kinds/placed_fixture.h"

#endif
