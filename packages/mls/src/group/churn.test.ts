import { expect, test } from 'vitest'
import { cipherSuites } from '../index.ts'
import { churn } from '../../test/churn.ts'

// Longer runs: `node --conditions=source scripts/churn.ts --seed N --steps N --members N`.
const runs = [
  { seed: 101, steps: 40, membersMax: 16 },
  { seed: 102, steps: 40, membersMax: 9, cipherSuite: cipherSuites.x25519ChaCha20Poly1305Ed25519 },
  { seed: 103, steps: 20, membersMax: 6, cipherSuite: cipherSuites.p256Aes128GcmP256 },
  { seed: 104, steps: 6, membersMax: 5, cipherSuite: cipherSuites.xWingChaCha20Poly1305Ed25519 },
  { seed: 105, steps: 12, membersMax: 64 },
]

for (const run of runs)
  test(`churn of suite ${run.cipherSuite ?? 1}, seed ${run.seed}`, { timeout: 60_000 }, () => {
    expect(churn(run).commits).toBeGreaterThan(run.steps / 2)
  })
