import { ed25519 } from '@noble/curves/ed25519.js'
import { p256 } from '@noble/curves/nist.js'
import { sha512 } from '@noble/hashes/sha2.js'
import { ascii, concat, hex } from './bytes.ts'
import type { Primitives } from './Primitives.ts'

/** One question to which every provider must give the same answer. */
export type EdgeCase = { readonly name: string; readonly good: boolean; readonly found: boolean }

const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/**
 * Table 5 of «Taming the many EdDSAs» (Chalkias, Garillot, Nikolaenko 2020): message, key, signature.
 * Each is of small or mixed order, or not canonical, somewhere; none is good by the strict rule.
 */
const tamed: readonly (readonly [string, string, string])[] = [
  [
    '8c93255d71dcab10e8f379c26200f3c7bd5f09d9bc3068d3ef4edeb4853022b6',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a0000000000000000000000000000000000000000000000000000000000000000',
  ],
  [
    '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43a5bb704786be79fc476f91d3f3f89b03984d8068dcf1bb7dfc6637b45450ac04',
  ],
  [
    'aebf3f2601a0c8c5d39cc7d8911642f740b78168218da8471772b35f9d35b9ab',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa8c4bd45aecaca5b24fb97bc10ac27ac8751a7dfe1baff8b953ec9f5833ca260e',
  ],
  [
    '9bd9f44f4dcc75bd531b56b2cd280b0bb38fc1cd6d1230e14861d861de092e79',
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '9046a64750444938de19f227bb80485e92b83fdb4b6506c160484c016cc1852f87909e14428a7a1d62e9f22f3d3ad7802db02eb2e688b6c52fcd6648a98bd009',
  ],
  [
    'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09',
  ],
  [
    'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
    'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    '21122a84e0b5fca4052f5b1235c80a537878b38f3142356b2c2384ebad4668b7e40bc836dac0f71076f9abe3a53f9c03c1ceeeddb658d0030494ace586687405',
  ],
  [
    '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    'e96f66be976d82e60150baecff9906684aebb1ef181f67a7189ac78ea23b6c0e547f7690a0e2ddcd04d87dbc3490dc19b3b3052f7ff0538cb68afb369ba3a514',
  ],
  [
    '85e241a07d148b41e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec40',
    '442aad9f089ad9e14647b1ef9099a1ff4798d78589e66f28eca69c11f582a623',
    '8ce5b96c8f26d0ab6c47958c9e68b937104cd36e13c33566acd2fe8d38aa19427e71f98a473474f2f13f06f97c20d58cc3f54b8bd0d272f42b695dd7e89a8c22',
  ],
  [
    'fdaebc429f4a735932a160da1301080c13280eea8bc280d1b392c6b9e6ba3a5a',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f454d370c8d9fc323a41450f8d513eafeb5b0697390c1e505a0d4ddc71f566607',
  ],
  [
    '84b698d39be126ff55fe45079e6c8bf64a0d7db6994560b4e96b7021eb39c1a1',
    'f7badec5b8abeaf699583992219b7b223f1df3fbbea919844e3f7c554a43dd43',
    'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f084d5b99c2a9463d9c8bd5026916996984eeec87ddf1d3be329006ace1b37b09',
  ],
]

const { Point } = ed25519
const order = Point.Fn.ORDER

function littleEndian(value: bigint): Uint8Array {
  return fromHex(value.toString(16).padStart(64, '0')).toReversed()
}

/** Signs with a chosen nonce point and key point: whatever their torsion, S·B = (R + h·A) but for it. */
function bentSignature(
  message: Uint8Array,
  torsion: { key: bigint; nonce: bigint },
): { publicKey: Uint8Array; signature: Uint8Array } {
  const eight = Point.fromHex('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05')
  const [a, r] = [123_456_789n, 987_654_321n]
  const bent = (secret: bigint, turns: bigint): Uint8Array => {
    const point = Point.BASE.multiply(secret)
    return (turns === 0n ? point : point.add(eight.multiplyUnsafe(turns))).toBytes()
  }
  const [publicKey, R] = [bent(a, torsion.key), bent(r, torsion.nonce)]
  const digest = sha512(concat(R, publicKey, message))
  const h = BigInt(`0x${hex(digest.toReversed())}`) % order
  return { publicKey, signature: concat(R, littleEndian((r + h * a) % order)) }
}

/** Ed25519, at the edges where libraries part. */
function ed25519Cases({ ed25519: scheme }: Primitives): EdgeCase[] {
  const message = ascii('edge')
  const cases: EdgeCase[] = tamed.map(([text, key, signature], i) => ({
    name: `Ed25519: case ${i} of the table`,
    good: false,
    found: scheme.verify(fromHex(key), fromHex(text), fromHex(signature)),
  }))
  for (let key = 0n; key < 8n; key++)
    for (let nonce = 0n; nonce < 8n; nonce++) {
      const bent = bentSignature(message, { key, nonce })
      cases.push({
        name: `Ed25519: key + ${key}·T, R + ${nonce}·T`,
        good: key === 0n && nonce === 0n,
        found: scheme.verify(bent.publicKey, message, bent.signature),
      })
    }
  const { publicKey, signature } = bentSignature(message, { key: 0n, nonce: 0n })
  const s = BigInt(`0x${hex(signature.slice(32).toReversed())}`)
  for (const turns of [1n, 2n, 8n])
    cases.push({
      name: `Ed25519: S + ${turns}·L`,
      good: false,
      found: scheme.verify(
        publicKey,
        message,
        concat(signature.slice(0, 32), littleEndian(s + turns * order)),
      ),
    })
  // The 14 encodings of points of small order, canonical or not, as key and as R, with S = 0.
  for (const text of smallOrder)
    for (const r of smallOrder)
      cases.push({
        name: `Ed25519: key ${text.slice(0, 8)}, R ${r.slice(0, 8)}, S 0`,
        good: false,
        found: scheme.verify(fromHex(text), message, concat(fromHex(r), new Uint8Array(32))),
      })
  return cases
}

const smallOrder = [
  `01${'00'.repeat(31)}`,
  `01${'00'.repeat(30)}80`,
  `00${'00'.repeat(31)}`,
  `00${'00'.repeat(30)}80`,
  `ec${'ff'.repeat(30)}7f`,
  `ec${'ff'.repeat(31)}`,
  `ed${'ff'.repeat(30)}7f`,
  `ed${'ff'.repeat(31)}`,
  `ee${'ff'.repeat(30)}7f`,
  `ee${'ff'.repeat(31)}`,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
]

function derInteger(value: bigint): Uint8Array {
  const text = value.toString(16)
  const bytes = fromHex(text.length % 2 === 0 ? text : `0${text}`)
  const padded = (bytes[0]! & 0x80) === 0 ? bytes : concat(Uint8Array.of(0), bytes)
  return concat(Uint8Array.of(2, padded.length), padded)
}

function der(...parts: Uint8Array[]): Uint8Array {
  const body = concat(...parts)
  return concat(Uint8Array.of(0x30, body.length), body)
}

/** ECDSA on P-256: encodings, ranges and forms of keys. */
function ecdsaCases({ ecdsaP256: scheme }: Primitives): EdgeCase[] {
  const message = ascii('edge')
  const secret = littleEndian(123_456_789n).toReversed()
  const publicKey = p256.getPublicKey(secret, false)
  const compact = p256.sign(message, secret, { lowS: false })
  const [r, s] = [compact.slice(0, 32), compact.slice(32)].map((part) => BigInt(`0x${hex(part)}`))
  const n = p256.Point.Fn.ORDER
  const [R, S] = [derInteger(r!), derInteger(s!)]
  const body = concat(R, S)
  const hybrid = publicKey.slice()
  hybrid[0] = 6 + (publicKey[64]! & 1)
  const offCurve = publicKey.slice()
  offCurve[64] = offCurve[64]! ^ 1
  const made: readonly [string, boolean, Uint8Array, Uint8Array?][] = [
    ['as it is', true, der(R, S)],
    ['the other s', true, der(R, derInteger(n - s!))],
    ['r + n', false, der(derInteger(r! + n), S)],
    ['s + n', false, der(R, derInteger(s! + n))],
    ['r 0', false, der(derInteger(0n), S)],
    ['s 0', false, der(R, derInteger(0n))],
    ['both 0', false, der(derInteger(0n), derInteger(0n))],
    ['both n', false, der(derInteger(n), derInteger(n))],
    ['both 1', false, der(derInteger(1n), derInteger(1n))],
    ['bytes after it', false, concat(der(R, S), Uint8Array.of(0))],
    ['bytes inside', false, der(R, S, Uint8Array.of(5, 0))],
    ['long form of the length', false, concat(Uint8Array.of(0x30, 0x81, body.length), body)],
    ['indefinite length', false, concat(Uint8Array.of(0x30, 0x80), body, Uint8Array.of(0, 0))],
    ['a zero too many', false, der(concat(Uint8Array.of(2, R[1]! + 1, 0), R.slice(2)), S)],
    ['no sequence', false, body],
    ['one integer', false, der(R)],
    ['no integers', false, der()],
    ['nothing', false, new Uint8Array()],
    ['compact', false, compact],
    ['compressed key', false, der(R, S), p256.getPublicKey(secret, true)],
    ['hybrid key', false, der(R, S), hybrid],
    ['key not on the curve', false, der(R, S), offCurve],
    ['infinity as a key', false, der(R, S), Uint8Array.of(0)],
    [
      'coordinates of 2^256 − 1',
      false,
      der(R, S),
      concat(Uint8Array.of(4), new Uint8Array(64).fill(255)),
    ],
  ]
  return made.map(([name, good, signature, key = publicKey]) => ({
    name: `ECDSA: ${name}`,
    good,
    found: scheme.verify(key, message, signature),
  }))
}

function succeeds(run: () => unknown): boolean {
  try {
    run()
    return true
  } catch {
    return false
  }
}

/** Diffie-Hellman: forms of keys, points that are none, keys out of range. */
function keyCases({ p256: nist, x25519 }: Primitives): EdgeCase[] {
  const n = p256.Point.Fn.ORDER
  const big = (value: bigint): Uint8Array => littleEndian(value).toReversed()
  const [one, good] = [big(1n), p256.getPublicKey(big(5n), false)]
  const hybrid = good.slice()
  hybrid[0] = 6 + (good[64]! & 1)
  const offCurve = good.slice()
  offCurve[33] = offCurve[33]! ^ 1
  const nists: readonly [string, boolean, Uint8Array, Uint8Array][] = [
    ['as it is', true, one, good],
    ['largest private key', true, big(n - 1n), good],
    ['private key 0', false, big(0n), good],
    ['private key n', false, big(n), good],
    ['private key of 31 bytes', false, one.slice(1), good],
    ['compressed', false, one, p256.getPublicKey(big(5n), true)],
    ['hybrid', false, one, hybrid],
    ['not on the curve', false, one, offCurve],
    ['zeros', false, one, new Uint8Array(65)],
    ['point of zeros', false, one, concat(Uint8Array.of(4), new Uint8Array(64))],
    [
      'x not reduced',
      false,
      one,
      concat(Uint8Array.of(4), new Uint8Array(32).fill(255), good.slice(33)),
    ],
  ]
  const edwards = 2n ** 255n - 19n
  const montgomery: readonly [string, boolean, Uint8Array][] = [
    ['9', true, littleEndian(9n)],
    ['9 + p', true, littleEndian(9n + edwards)],
    ['9 with the highest bit', true, littleEndian(9n + 2n ** 255n)],
    ['0', false, littleEndian(0n)],
    ['1', false, littleEndian(1n)],
    ['p − 1', false, littleEndian(edwards - 1n)],
    ['p', false, littleEndian(edwards)],
    ['p + 1', false, littleEndian(edwards + 1n)],
    ['order 8', false, fromHex('e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800')],
    [
      'order 8, the other',
      false,
      fromHex('5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'),
    ],
  ]
  return [
    ...nists.map(([name, isGood, secret, key]) => ({
      name: `P-256: ${name}`,
      good: isGood,
      found: succeeds(() => nist.sharedSecret(secret, key)),
    })),
    ...montgomery.map(([name, isGood, key]) => ({
      name: `X25519: ${name}`,
      good: isGood,
      found: succeeds(() => x25519.sharedSecret(new Uint8Array(32).fill(7), key)),
    })),
  ]
}

/** AEADs: lengths of keys and nonces, tags cut off or changed. */
function aeadCases(primitives: Primitives): EdgeCase[] {
  return (['aes128Gcm', 'chacha20Poly1305'] as const).flatMap((name) => {
    const aead = primitives[name]
    const [key, nonce] = [new Uint8Array(aead.keyBytes).fill(1), new Uint8Array(12).fill(2)]
    const [aad, text] = [ascii('aad'), ascii('text')]
    const sealed = aead.seal(key, nonce, aad, text)
    const bent = (at: number): Uint8Array =>
      sealed.map((byte, i) => (i === at ? byte ^ 0x80 : byte))
    const opened = (...[k, n, a, c]: Parameters<typeof aead.open>): boolean =>
      succeeds(() => aead.open(k, n, a, c))
    const rows: readonly [string, boolean, boolean][] = [
      ['as it is', true, opened(key, nonce, aad, sealed)],
      ['nothing inside', true, opened(key, nonce, aad, aead.seal(key, nonce, aad, text.slice(4)))],
      ['no additional data', false, opened(key, nonce, new Uint8Array(), sealed)],
      ['tag of 15 bytes', false, opened(key, nonce, aad, sealed.slice(0, -1))],
      ['tag alone', false, opened(key, nonce, aad, sealed.slice(-16))],
      ['nothing', false, opened(key, nonce, aad, new Uint8Array())],
      ['first byte bent', false, opened(key, nonce, aad, bent(0))],
      ['last byte bent', false, opened(key, nonce, aad, bent(sealed.length - 1))],
      ...[0, 8, 11, 13, 16, 24].map((length): [string, boolean, boolean] => [
        `nonce of ${length} bytes`,
        false,
        succeeds(() => aead.seal(key, new Uint8Array(length), aad, text)),
      ]),
      ...[0, 15, 24, 33].map((length): [string, boolean, boolean] => [
        `key of ${length} bytes`,
        false,
        succeeds(() => aead.seal(new Uint8Array(length), nonce, aad, text)),
      ]),
    ]
    return rows.map(([what, good, found]) => ({ name: `${name}: ${what}`, good, found }))
  })
}

/** Every question at the edges, with what a provider answers. */
export function edgeCases(primitives: Primitives): EdgeCase[] {
  return [
    ...ed25519Cases(primitives),
    ...ecdsaCases(primitives),
    ...keyCases(primitives),
    ...aeadCases(primitives),
  ]
}
