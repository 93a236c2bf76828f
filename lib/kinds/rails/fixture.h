/* For the tests of this folder only. */
#ifndef LOADLINE_KINDS_RAILS_FIXTURE_H
#define LOADLINE_KINDS_RAILS_FIXTURE_H

#define FIXTURE_KIND kind_rails
#include "kinds/placed_fixture.h"
#include "kinds/rails/rails.h"

#endif
