import { counters } from './measures/counters.ts'
counters.run({} as never, true).then((r) => {
  console.log(JSON.stringify(r))
  process.exit(0)
})
