import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'
import { readRecipientKey } from '../../../lib/pgp/recipient-key.ts'
import { GpgHome } from '../../support/gpg-home.ts'

const DAY = 86_400_000

suite('a key file is taken that gpg wrote', () => {
  test('with one key, in armor or not, whose fingerprint is in capitals or not', async (context) => {
    const home = new GpgHome(context)
    const fingerprint = home.key('Anna <anna@example.com>')
    const taken = await readRecipientKey({ file: home.exported('anna.asc', fingerprint), fingerprint }, Date.now())
    assert.deepEqual(
      { fingerprint: taken.fingerprint, owner: taken.owner, expires: taken.expires },
      { fingerprint, owner: 'Anna <anna@example.com>', expires: Infinity },
    )
    const small = { file: home.binary('anna.gpg', fingerprint), fingerprint: fingerprint.toLowerCase() }
    assert.equal((await readRecipientKey(small, Date.now())).fingerprint, fingerprint)
  })

  test('and it is known when it will end', async (context) => {
    const home = new GpgHome(context)
    const fingerprint = home.key('Anna <anna@example.com>', { lasts: '20d' })
    const file = home.exported('anna.asc', fingerprint)
    // After the key was made: one of the future is none yet.
    const now = Date.now()
    const { expires } = await readRecipientKey({ file, fingerprint }, now)
    assert.ok(expires > now + 19 * DAY && expires < now + 21 * DAY, `${expires - now}`)
    await assert.rejects(readRecipientKey({ file, fingerprint }, now + 30 * DAY), /: its key expired at 20/)
    await assert.rejects(readRecipientKey({ file, fingerprint }, now - DAY), /: its key is of the future .* clock/)
  })
})

suite('a key file is refused', () => {
  const refused: readonly (readonly [string, (home: GpgHome) => { file: string; fingerprint: string }, RegExp])[] = [
    [
      'whose key has expired',
      (home) => {
        const fingerprint = home.key('Old <old@example.com>', { hasExpired: true })
        return { file: home.exported('key.asc', fingerprint), fingerprint }
      },
      /: its key expired at 2020-01-02T00:00:00\.000Z; ask its owner for a renewed one$/,
    ],
    [
      'whose key was revoked',
      (home) => {
        const fingerprint = home.key('Lost <lost@example.com>')
        home.revoke(fingerprint)
        return { file: home.exported('key.asc', fingerprint), fingerprint }
      },
      /: its key was revoked; ask its owner for another$/,
    ],
    [
      'whose key can only sign',
      (home) => {
        const fingerprint = home.key('Signer <signer@example.com>', { isSignOnly: true })
        return { file: home.exported('key.asc', fingerprint), fingerprint }
      },
      /: nothing can be encrypted to its key, which may only sign/,
    ],
    [
      'that holds a secret key',
      (home) => {
        const fingerprint = home.key('Anna <anna@example.com>')
        return { file: home.secret('key.asc', fingerprint), fingerprint }
      },
      /: holds a secret key: remove it from this host, and write gpg --armor --export [0-9A-F]{40} there instead$/,
    ],
    [
      'that holds two blocks, of which one would be overlooked',
      (home) => {
        const fingerprint = home.key('Anna <anna@example.com>')
        return { file: home.concatenated('key.asc', fingerprint, home.key('Eve <eve@example.com>')), fingerprint }
      },
      /: holds 2 keys \([0-9A-F]{40}, [0-9A-F]{40}\); write each into a file of its own$/,
    ],
    [
      'that holds two keys in one block',
      (home) => {
        const fingerprint = home.key('Anna <anna@example.com>')
        return { file: home.exported('key.asc', fingerprint, home.key('Eve <eve@example.com>')), fingerprint }
      },
      /: holds 2 keys/,
    ],
    [
      'that holds another key',
      (home) => ({ file: home.exported('key.asc', home.key('Eve <eve@example.com>')), fingerprint: 'A'.repeat(40) }),
      /: holds the key [0-9A-F]{40} instead of A{40}: ask its owner which is right$/,
    ],
    [
      'that holds no key',
      (home) => {
        const file = join(home.folder, 'key.asc')
        writeFileSync(file, 'no key\n')
        return { file, fingerprint: 'A'.repeat(40) }
      },
      /: holds no OpenPGP key; write it with gpg --armor --export A{40}$/,
    ],
    [
      'that is not there',
      (home) => ({ file: join(home.folder, 'key.asc'), fingerprint: 'A'.repeat(40) }),
      /: the key cannot be read \(ENOENT\)$/,
    ],
  ]
  for (const [what, make, sentence] of refused) {
    test(what, async (context) => {
      await assert.rejects(readRecipientKey(make(new GpgHome(context)), Date.now()), sentence)
    })
  }
})
