// Encrypts a file to keys, into another file: encrypted-file FILE INTO KEY FINGERPRINT KEY FINGERPRINT…
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { encryptedStream } from '../../lib/pgp/encrypt.ts'
import { type RecipientKey, readRecipientKey } from '../../lib/pgp/recipient-key.ts'

async function main([file = '', into = '', ...pinned]: readonly string[]): Promise<void> {
  const now = Date.now()
  const keys: RecipientKey[] = []
  for (let at = 0; at < pinned.length; at += 2)
    keys.push(await readRecipientKey({ file: pinned[at] ?? '', fingerprint: pinned[at + 1] ?? '' }, now))
  await pipeline(await encryptedStream(createReadStream(file), keys, now), createWriteStream(into))
}

void main(process.argv.slice(2))
