#include "kinds/rails/rails.h"

static const char *const programs[] = {"puma", "sidekiq", NULL};

const struct kind kind_rails = {
    .name = STR_INIT("rails"),
    .title = STR_INIT("Rails application: database.yml, puma.rb, sidekiq.yml"),
    .comment = STR_INIT("#"),
    .oldest = VERSION(6, 0, 0),
    .newest = VERSION(8, 1, 0),
    .programs = programs,
    .claims = rails_claims,
    .read = rails_read,
    .place = rails_place,
};
