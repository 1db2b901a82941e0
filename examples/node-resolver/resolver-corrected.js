// The resolver without its mistake: where several claimants have a credential, none of them is preferred.
"use strict";

const { serve } = require("./resolver.js");

function breakTie(arms, present) {
  const keyed = arms.filter((arm) => arm.authEnv.some((name) => present.has(name)));
  return keyed.length === 1 ? keyed[0] : undefined;
}

serve(breakTie);
