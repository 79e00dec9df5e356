import { Decimal } from "../decimal.ts";
import type { Portfolio } from "../strategy/context.ts";
import type { RunCore } from "./run-core.ts";

/** A live view of the account. */
export class PortfolioView implements Portfolio {
  readonly #core: RunCore;

  constructor(core: RunCore) {
    this.#core = core;
  }

  get cash(): Decimal {
    return this.#core.money(this.#core.portfolio().cash);
  }

  get equity(): Decimal {
    return this.#core.money(this.#core.portfolio().equity);
  }

  get buyingPower(): Decimal {
    return this.#core.money(this.#core.portfolio().buyingPower);
  }

  get grossExposure(): Decimal {
    return this.#core.money(this.#core.portfolio().grossExposure);
  }

  get netExposure(): Decimal {
    return this.#core.money(this.#core.portfolio().netExposure);
  }

  get leverage(): Decimal {
    const { grossExposure, equity } = this.#core.portfolio();
    if (equity === 0n) return new Decimal(0);
    return new Decimal(grossExposure.toString()).div(equity.toString());
  }
}
