import { parseArgs } from 'node:util'
import { churn } from '../test/churn.ts'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1' },
    steps: { type: 'string', default: '200' },
    members: { type: 'string', default: '64' },
    followers: { type: 'string' },
    initial: { type: 'string', default: '1' },
    suite: { type: 'string', default: '1' },
  },
})
const first = Number(values.seed)
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const started = performance.now()
  const counts = churn({
    seed,
    steps: Number(values.steps),
    membersMax: Number(values.members),
    cipherSuite: Number(values.suite),
    initial: Number(values.initial),
    ...(values.followers && { followersMax: Number(values.followers) }),
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `seed ${seed}: ${counts.commits} commits, ${counts.joins} joins, ${counts.removed} removed, ${seconds} s`,
  )
}
