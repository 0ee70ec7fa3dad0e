import assert from 'node:assert/strict'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { commandOutputSection } from '../../../../../agent/mail-reports/sections/command/command.ts'
import { sectionProgramFaults } from '../../../../../agent/mail-reports/sections/program/section-program-faults.ts'
import { ownName } from '../../../../../lib/system/users/passwd.ts'
import { SectionScene } from './section-scene.ts'

const RUN = { user: ownName(), timeout: 60_000 }

test('a program that others can write, or put another in the place of, is not run', async (t) => {
  const scene = await SectionScene.make(t)
  const marker = join(scene.folder, 'ran')
  const program = await scene.program('program', `#!/bin/sh\ntouch ${marker}\n`)
  const settings = { exec: [program], report: 'always', most: 1024, isNagios: false, ...RUN } as const
  assert.deepEqual(sectionProgramFaults(settings, []), [])
  await chmod(program, 0o757)
  const fault = `${program} has mode 0757, so that others than root could change it; type: chmod go-w ${program}`
  assert.deepEqual(sectionProgramFaults(settings, []), [fault])
  await assert.rejects(scene.write(commandOutputSection, settings), { name: 'ActionNeeded', message: fault })
  await assert.rejects(async () => import(`file://${marker}`))
  await chmod(program, 0o755)

  const folder = join(scene.folder, 'folder')
  await mkdir(folder)
  await chmod(folder, 0o777)
  await symlink(program, join(folder, 'link'))
  assert.match(String(sectionProgramFaults({ ...settings, exec: [join(folder, 'link')] }, [])), /folder has mode 0777/)
})

test('nor is one that a file of the configuration names which others can write', async (t) => {
  const scene = await SectionScene.make(t)
  const config = join(scene.folder, 'spoor.yml')
  await writeFile(config, '')
  await chmod(config, 0o666)
  assert.match(String(sectionProgramFaults({ exec: ['/bin/true'], ...RUN }, [config])), /spoor\.yml has mode 0666/)
  const settings = { exec: ['/bin/true'], report: 'always', most: 1024, isNagios: false, ...RUN } as const
  await assert.rejects(
    scene.write(commandOutputSection, settings, { configFiles: [config] }),
    /spoor\.yml has mode 0666/,
  )
})

test('a program or a user that is not there is named, with what to do', async (t) => {
  const scene = await SectionScene.make(t)
  const missing = join(scene.folder, 'missing')
  assert.deepEqual(sectionProgramFaults({ exec: [missing], ...RUN }, []), [`${missing} is not there`])
  assert.deepEqual(sectionProgramFaults({ exec: [scene.folder], ...RUN }, []), [
    `${scene.folder} is no file; correct exec`,
  ])
  const plain = join(scene.folder, 'plain')
  await writeFile(plain, '')
  await chmod(plain, 0o644)
  const [fault] = sectionProgramFaults({ exec: [plain], ...RUN }, [])
  assert.equal(fault, `${plain} cannot be run by user ${ownName()} (EACCES); type: chmod a+rx ${plain}`)
  const [user] = sectionProgramFaults({ exec: ['/bin/true'], timeout: 1, user: 'no-such-user' }, [])
  assert.match(user ?? '', /^user no-such-user is not in \/etc\/passwd; /)
})
