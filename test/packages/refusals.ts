import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Machine } from './life.ts'
import type { Stock } from './stock.ts'

/** apt installs nothing that is unsigned or was changed after signing. */
export async function checkAptRefusals({ checks, container }: Machine, stock: Stock): Promise<void> {
  const refuse = async (damage: string, reason: RegExp): Promise<void> => {
    await spoil(stock, damage)
    const { text } = await container.run('apt-get update && apt-get install --only-upgrade spoor-agent')
    assert.match(text, reason)
    assert.notEqual((await container.run('spoor-agent --version')).text, `spoor-agent ${stock.agent.newer.version}`)
  }
  await checks.check('apt refuses a repository that is not signed', () =>
    refuse('rm apt/dists/stable/InRelease apt/dists/stable/Release.gpg', /is not signed|no longer signed/),
  )
  await checks.check('apt refuses an index that was changed', () =>
    refuse(
      "sed -i 's/^Origin: Spoor/Origin: Other/' apt/dists/stable/InRelease; rm apt/dists/stable/Release*",
      /BADSIG|invalid/,
    ),
  )
  await checks.check('apt refuses a package that was changed', () =>
    refuse(
      `printf x | dd of=apt/pool/main/s/spoor-agent/spoor-agent_${stock.agent.newer.version}_amd64.deb bs=1 seek=100000 conv=notrunc status=none`,
      /Hash Sum mismatch/,
    ),
  )
  await spoil(stock, 'true')
}

/** dnf installs nothing that is unsigned or was changed after signing. */
export async function checkDnfRefusals({ checks, container }: Machine, stock: Stock): Promise<void> {
  const refuse = async (damage: string, reason: RegExp, words = ''): Promise<void> => {
    await spoil(stock, damage)
    const { code, text } = await container.run(`dnf clean all; dnf ${words} upgrade spoor-agent`)
    assert.notEqual(code, 0)
    assert.match(text, reason)
    assert.notEqual((await container.run('rpm -q --qf "%{version}" spoor-agent')).text, stock.agent.newer.version)
  }
  const newest = `rpm/x86_64/spoor-agent-${stock.agent.newer.version}-1.x86_64.rpm`
  await checks.check('dnf refuses a repository that is not signed', () =>
    refuse('rm rpm/x86_64/repodata/repomd.xml.asc', /repomd\.xml/),
  )
  await checks.check('dnf refuses an index that was changed', () =>
    refuse(
      "sed -i 's/<revision>/<revision>1/' rpm/x86_64/repodata/repomd.xml",
      /Bad (?:OpenPGP|GPG|PGP) signature|GPG signature verification error/i,
    ),
  )
  await checks.check('dnf refuses a package that was changed', () =>
    refuse(
      `printf x | dd of=${newest} bs=1 seek=100000 conv=notrunc status=none`,
      /checksum|No more mirrors|interrupted by/i,
    ),
  )
  await checks.check('dnf refuses a package that is not signed, even where the index need not be', () =>
    refuse(
      `cp ${stock.agent.newer.rpms.x64} ${newest} && createrepo_c --quiet --no-database rpm/x86_64`,
      /not signed|GPG check FAILED/,
      '--setopt=spoor.repo_gpgcheck=0',
    ),
  )
  await spoil(stock, 'true')
  await container.must('dnf clean all')
}

/** Replaces the machine's repositories by a damaged copy of the second ones. */
async function spoil({ folder }: Stock, damage: string): Promise<void> {
  const copy = join(folder, 'current')
  const script = `rm -rf ${copy} && cp -r ${folder}/second ${copy} && cd ${copy} && { ${damage}; }`
  await promisify(execFile)('sh', ['-c', script])
}
