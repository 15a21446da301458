/** The few words the page needs before or without an answer of the service; equal to the service's catalogue. */
const texts = {
  en: {
    loading: 'Loading the settings',
    retry: 'Try again',
    failed_title: 'The settings could not be loaded',
    failed_text: 'Nothing was changed. Try again; if it keeps failing, pass on this number.',
    failed_id: 'Error number: {{id}}',
    forbidden_title: 'Settings are for admins',
    forbidden_text: 'An admin of this app can give you the role under People and language.',
    act_failed: 'That did not work, and nothing was changed',
    done: 'Done',
    log: 'Show who changed or exported what',
  },
  'zh-CN': {
    loading: '正在加载设置',
    retry: '重试',
    failed_title: '设置加载失败',
    failed_text: '没有任何更改，请重试。如果一直失败，请提供下面的编号。',
    failed_id: '错误编号：{{id}}',
    forbidden_title: '仅管理员可查看设置',
    forbidden_text: '本应用的管理员可在“人员与语言”中授予您相应角色。',
    act_failed: '操作失败，没有任何更改',
    done: '已完成',
    log: '查看操作记录',
  },
  'zh-TW': {
    loading: '正在載入設定',
    retry: '再試一次',
    failed_title: '設定載入失敗',
    failed_text: '沒有任何變更，請再試一次。如果持續失敗，請提供下方編號。',
    failed_id: '錯誤編號：{{id}}',
    forbidden_title: '僅管理員可檢視設定',
    forbidden_text: '本應用程式的管理員可在「人員與語言」中授予您相應角色。',
    act_failed: '操作失敗，沒有任何變更',
    done: '已完成',
    log: '檢視操作記錄',
  },
} as const;

export type SettingsLocale = keyof typeof texts;
export type SettingsWords = (typeof texts)[SettingsLocale];

/** HubSpot spells locales in several ways: zh-cn, zh_TW, zh-Hant-HK. */
export function settingsLocale(tag: string): SettingsLocale {
  const parts = tag.toLowerCase().split(/[-_]/);
  if (parts[0] !== 'zh') return 'en';
  const isTraditional = parts.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part));
  return isTraditional ? 'zh-TW' : 'zh-CN';
}

export function settingsWords(locale: string): SettingsWords {
  return texts[settingsLocale(locale)];
}

export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/{{(\w+)}}/g, (whole, name: string) => values[name] ?? whole);
}
