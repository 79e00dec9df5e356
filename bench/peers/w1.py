"""W1: SMA 30/150 cross with one Python callback a bar. The rules stand in bench/w1/README.md; timed is building the engine from
columns in memory in the peer's own form, and the run, in the peer's best documented setting."""
import os

os.environ.setdefault("RAPTORBT_NO_VERSION_CHECK", "1")

from harness import answer, main, timed

FEE, CASH, QUANTITY, FAST, SLOW = 0.0005, 1_000_000, 100, 30, 150


def frame(bars, names):
    import pandas as pd

    prices = {name: bars[name.lower()] / 100 for name in names[:4]} | {names[4]: bars["volume"].astype(float)}
    return pd.DataFrame(prices, index=pd.DatetimeIndex(bars["time"].astype("M8[ns]")))


def cents(price):
    return round(price * 100)


def backtrader(bars, repetitions):
    import backtrader as bt

    class Cross(bt.Strategy):
        def __init__(self):
            self.cross = bt.ind.CrossOver(bt.ind.SMA(self.data.close, period=FAST), bt.ind.SMA(self.data.close, period=SLOW))
            self.fills = []

        def next(self):
            cross = self.cross[0]
            if cross > 0:
                if not self.position:
                    self.buy(size=QUANTITY)
            elif cross < 0 and self.position:
                self.sell(size=QUANTITY)

        def notify_order(self, order):
            if order.status == order.Completed:
                done = order.executed
                self.fills.append((len(self.data) - 1, "B" if order.isbuy() else "S", cents(done.price), abs(done.size)))

    data = frame(bars, "open high low close volume".split())

    def run():
        cerebro = bt.Cerebro(stdstats=False)
        cerebro.adddata(bt.feeds.PandasDirectData(dataname=data, openinterest=-1))
        cerebro.addstrategy(Cross)
        cerebro.broker.setcash(float(CASH))
        cerebro.broker.setcommission(commission=FEE)
        return cerebro.run(runonce=True)[0], cerebro.broker.getvalue()

    (strategy, equity), runs = timed(run, repetitions)
    answer("backtrader", runs, strategy.fills, equity)


def backtesting(bars, repetitions):
    import pandas as pd
    from backtesting import Backtest, Strategy
    from backtesting.lib import crossover

    def sma(values, length):
        return pd.Series(values).rolling(length).mean()

    class Cross(Strategy):
        def init(self):
            self.fast, self.slow = self.I(sma, self.data.Close, FAST), self.I(sma, self.data.Close, SLOW)

        def next(self):
            if crossover(self.fast, self.slow):
                if not self.position:
                    self.buy(size=QUANTITY)
            elif self.position and crossover(self.slow, self.fast):
                self.position.close()

    data = frame(bars, "Open High Low Close Volume".split())
    stats, runs = timed(lambda: Backtest(data, Cross, cash=CASH, commission=FEE, finalize_trades=False).run(), repetitions)
    closed, still_open = stats["_strategy"].closed_trades, stats["_strategy"].trades
    fills = [(trade.entry_bar, "B", cents(trade.entry_price), trade.size) for trade in [*closed, *still_open]]
    fills += [(trade.exit_bar, "S", cents(trade.exit_price), trade.size) for trade in closed]
    answer("backtesting", runs, fills, stats["Equity Final [$]"])


def nautilus(bars, repetitions):
    from decimal import Decimal

    from nautilus_trader.backtest.engine import BacktestEngine, BacktestEngineConfig
    from nautilus_trader.config import LoggingConfig, RiskEngineConfig
    from nautilus_trader.indicators import SimpleMovingAverage
    from nautilus_trader.model.currencies import ETH, USDT
    from nautilus_trader.model.data import BarType
    from nautilus_trader.model.enums import AccountType, OmsType, OrderSide
    from nautilus_trader.model.identifiers import InstrumentId, Symbol, Venue
    from nautilus_trader.model.instruments import CurrencyPair
    from nautilus_trader.model.objects import Money, Price, Quantity
    from nautilus_trader.persistence.wranglers import BarDataWrangler
    from nautilus_trader.trading.strategy import Strategy

    # USDT has 8 decimals, so a 5 bp fee on 2-decimal prices is not rounded (USD would round each fee to cents).
    venue = Venue("SIM")
    pair = CurrencyPair(
        InstrumentId(Symbol("ETHUSDT"), venue), Symbol("ETHUSDT"), ETH, USDT, price_precision=2, size_precision=0,
        price_increment=Price.from_str("0.01"), size_increment=Quantity.from_int(1), ts_event=0, ts_init=0,
        maker_fee=Decimal(str(FEE)), taker_fee=Decimal(str(FEE)),
    )
    kind = BarType.from_str("ETHUSDT.SIM-1-MINUTE-LAST-EXTERNAL")
    table = frame(bars, "open high low close volume".split())
    table["volume"] *= 1000  # a market order gets at most a quarter of a bar's volume at its close, the rest one tick worse
    table.index = table.index.tz_localize("UTC")
    data = BarDataWrangler(kind, pair).process(table)  # untimed: the peer's native form

    class Cross(Strategy):
        def on_start(self):
            self.fast, self.slow = SimpleMovingAverage(FAST), SimpleMovingAverage(SLOW)
            self.register_indicator_for_bars(kind, self.fast)
            self.register_indicator_for_bars(kind, self.slow)
            self.subscribe_bars(kind)
            self.was, self.long, self.quantity = None, False, Quantity.from_int(QUANTITY)

        def on_bar(self, bar):
            if not self.slow.initialized:
                return
            above = self.fast.value > self.slow.value
            if self.was is not None and above != self.was and above != self.long:
                side = OrderSide.BUY if above else OrderSide.SELL
                self.submit_order(self.order_factory.market(pair.id, side, self.quantity))
                self.long = above
            self.was = above

    def run():
        engine = BacktestEngine(BacktestEngineConfig(
            logging=LoggingConfig(bypass_logging=True), risk_engine=RiskEngineConfig(bypass=True), run_analysis=False))
        engine.add_venue(venue, OmsType.NETTING, AccountType.CASH, [Money(CASH, USDT)], base_currency=None)
        engine.add_instrument(pair)
        engine.add_data(data, validate=False, sort=False)
        engine.add_strategy(Cross())
        engine.run()
        return engine

    engine, runs = timed(run, repetitions)
    fills = []
    for order in engine.cache.orders():
        for event in order.events:
            if type(event).__name__ == "OrderFilled":
                # Filled at the close of bar t, which is the open of bar t + 1 in this data: written as t + 1.
                bar = (event.ts_event - int(bars["time"][0])) // 60_000_000_000 + 1
                fills.append((bar, "B" if event.order_side == OrderSide.BUY else "S", cents(float(event.last_px)), int(event.last_qty)))
    cash = engine.cache.account_for_venue(venue).balance_total(USDT).as_decimal()
    held = sum(quantity if side == "B" else -quantity for _, side, _, quantity in fills)
    answer("nautilus_trader", runs, fills, cash + held * Decimal(int(bars["close"][-1])) / 100)


def raptorbt(bars, repetitions):
    import numpy as np
    import raptorbt as rb
    from raptorbt.strategy import orders

    columns = [np.ascontiguousarray(bars[name] / 100) for name in "open high low close".split()] + [bars["volume"].astype(float)]

    class Cross(rb.Strategy):
        def on_start(self, ctx):
            self.fast, self.slow = np.asarray(rb.sma(ctx.close, FAST)), np.asarray(rb.sma(ctx.close, SLOW))
            self.long = False

        def on_bar(self, ctx):
            i = ctx.idx
            if i < SLOW:
                return
            now, was = self.fast[i] > self.slow[i], self.fast[i - 1] > self.slow[i - 1]
            if now != was and now != self.long:  # not ctx.position: it misses a fill at this bar's open
                self.long = bool(now)
                self.submit_order(orders.Market(side="buy" if now else "sell", units=float(QUANTITY)))

    def run():
        config = rb.BacktestConfig(initial_capital=CASH, fees=FEE, fill_timing="next_bar_open")
        return rb.run_strategy_backtest(Cross(), bars["time"], *columns, symbol="X", config=config)

    result, runs = timed(run, repetitions)
    fills = []
    for trade in result.trades():
        fills.append((trade.entry_idx, "B", cents(trade.entry_price), round(trade.size)))
        if trade.exit_reason not in ("EndOfData", "end_of_data"):
            fills.append((trade.exit_idx, "S", cents(trade.exit_price), round(trade.size)))
    answer("raptorbt", runs, fills, result.equity_curve()[-1])


if __name__ == "__main__":
    main({peer.__name__: peer for peer in (backtrader, backtesting, nautilus, raptorbt)})
