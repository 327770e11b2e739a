import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Figures for operators, in the format of Prometheus. No label holds anything of a person. */
export interface Metrics {
  registry: Registry
  turns: Counter<'channel' | 'result'>
  turnSeconds: Histogram
  deliveries: Counter<'channel' | 'result'>
  answers: Counter<'outcome' | 'language' | 'country'>
  waiting: Gauge<'queue'>
}

/** `waiting` is asked when the figures are read. */
export function createMetrics(waiting: () => Promise<{ inbox: number; outbox: number }>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    turns: new Counter({
      name: 'small_steps_turns_total',
      help: 'Turns worked on',
      labelNames: ['channel', 'result'],
      registers,
    }),
    turnSeconds: new Histogram({
      name: 'small_steps_turn_seconds',
      help: 'Time to work on the turns of a chat, with storing',
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    deliveries: new Counter({
      name: 'small_steps_deliveries_total',
      help: 'Attempts to deliver',
      labelNames: ['channel', 'result'],
      registers,
    }),
    answers: new Counter({
      name: 'small_steps_answers_total',
      help: 'Answers by outcome',
      labelNames: ['outcome', 'language', 'country'],
      registers,
    }),
    waiting: new Gauge({
      name: 'small_steps_waiting',
      help: 'What waits in the queues',
      labelNames: ['queue'],
      registers,
      async collect() {
        const counts = await waiting()
        this.set({ queue: 'inbox' }, counts.inbox)
        this.set({ queue: 'outbox' }, counts.outbox)
      },
    }),
  }
}
