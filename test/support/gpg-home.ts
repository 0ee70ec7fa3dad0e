import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** How a key is made: `sign` can only sign; a key that has expired was made in 2020, for a day. */
interface KeyWish {
  readonly kind?: 'ed25519' | 'rsa3072'
  readonly isSignOnly?: boolean
  readonly hasExpired?: boolean
  /** How long it lasts, as gpg takes it: `30d`; default: for ever. */
  readonly lasts?: string
}

/** Somebody's gpg, with the secret keys. */
export class GpgHome {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'spoor-gpg-'))

  /** Lasts until the context ends. */
  constructor(context: { readonly after: (end: () => void) => void }) {
    context.after(() => {
      execFileSync('gpgconf', ['--homedir', this.folder, '--kill', 'all'])
      rmSync(this.folder, { recursive: true, force: true })
    })
  }

  /** Makes a key of its own; returns its fingerprint. */
  key(owner: string, { kind = 'ed25519', isSignOnly = false, hasExpired = false, lasts = '0' }: KeyWish = {}): string {
    const when = hasExpired ? ['--faked-system-time', '20200101T000000'] : []
    const end = hasExpired ? '1d' : lasts
    this.#gpg(...when, '--quick-generate-key', owner, kind, 'sign', end)
    const listed = this.#gpg('--list-secret-keys', '--with-colons', '--fingerprint', `=${owner}`).toString()
    const [, fingerprint = ''] = /^fpr:{9}([0-9A-F]{40}):/m.exec(listed) ?? []
    if (!isSignOnly) {
      this.#gpg(...when, '--quick-add-key', fingerprint, kind === 'ed25519' ? 'cv25519' : kind, 'encr', end)
    }
    return fingerprint
  }

  /** Revokes a key with the certificate that gpg made for that. */
  revoke(fingerprint: string): void {
    const file = join(this.folder, 'openpgp-revocs.d', `${fingerprint}.rev`)
    const certificate = readFileSync(file, 'utf8').replace(/^:-----BEGIN/m, '-----BEGIN')
    writeFileSync(file, certificate)
    this.#gpg('--import', file)
  }

  /** Writes public keys into a file, in one block; returns its path. */
  exported(name: string, ...fingerprints: readonly string[]): string {
    return this.#written(name, this.#gpg('--armor', '--export', ...fingerprints))
  }

  /** The same, each key in a block of its own. */
  concatenated(name: string, ...fingerprints: readonly string[]): string {
    const blocks = fingerprints.map((each) => this.#gpg('--armor', '--export', each))
    return this.#written(name, Buffer.concat(blocks))
  }

  /** The same, without armor. */
  binary(name: string, fingerprint: string): string {
    return this.#written(name, this.#gpg('--export', fingerprint))
  }

  /** Writes a secret key into a file; returns its path. */
  secret(name: string, fingerprint: string): string {
    return this.#written(name, this.#gpg('--armor', '--export-secret-keys', fingerprint))
  }

  /** Decrypts what was encrypted to one of its keys. */
  decrypt(armored: string | Buffer): Buffer {
    return this.#gpg('--decrypt', this.#written('encrypted', Buffer.from(armored)))
  }

  #written(name: string, content: Buffer): string {
    const file = join(this.folder, name)
    writeFileSync(file, content)
    return file
  }

  #gpg(...words: readonly string[]): Buffer {
    const options = ['--homedir', this.folder, '--batch', '--quiet', '--pinentry-mode', 'loopback', '--passphrase', '']
    return execFileSync('gpg', [...options, ...words], { stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 28 })
  }
}
