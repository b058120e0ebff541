import { readFileSync } from 'node:fs'
import path from 'node:path'

import { expect, test } from 'vitest'

import { compile, root } from '../scripts/compile.ts'
import { nodeRegistryAbi, nodeRegistryBytecode } from '../src/index.ts'

test(
  'behavior: the committed artifact and ABI are what the sources compile to',
  { timeout: 120_000 },
  () => {
    const compiled = compile('NodeRegistry')
    const file = path.join(root, 'artifacts', 'NodeRegistry.json')
    expect(
      JSON.parse(readFileSync(file, 'utf8')),
      'run npm run build:contracts -w @parley/contracts',
    ).toEqual(compiled)
    expect(nodeRegistryAbi).toEqual(compiled.abi)
    expect(nodeRegistryBytecode).toBe(compiled.bytecode)
  },
)
