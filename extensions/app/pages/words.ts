/** The few words the page needs before or without an answer of the service; equal to the service's catalogue. */
const texts = {
  en: {
    title: 'Portfolio',
    loading: 'Loading the portfolio',
    refreshing: 'Refreshing',
    refresh: 'Refresh',
    retry: 'Try again',
    failed_title: 'The portfolio could not be loaded',
    failed_text: 'Nothing was lost. Try again; if it keeps failing, give your admin this number.',
    failed_id: 'Error number: {{id}}',
    forbidden_title: 'The portfolio is not open to you',
    forbidden_text:
      'It is for people who own accounts, their managers and admins. An admin of this app can give you the role in its settings, under People and language.',
    refresh_failed: 'Could not refresh; what you see is the last answer.',
  },
  'zh-CN': {
    title: '客户组合',
    loading: '正在加载客户组合',
    refreshing: '正在刷新',
    refresh: '刷新',
    retry: '重试',
    failed_title: '客户组合加载失败',
    failed_text: '数据没有丢失，请重试。如果一直失败，请把下面的编号发给管理员。',
    failed_id: '错误编号：{{id}}',
    forbidden_title: '您没有查看客户组合的权限',
    forbidden_text:
      '客户组合仅供客户负责人、主管和管理员查看。本应用的管理员可在设置的“人员与语言”中授予您相应角色。',
    refresh_failed: '刷新失败，下面显示的是上一次的结果。',
  },
  'zh-TW': {
    title: '客戶組合',
    loading: '正在載入客戶組合',
    refreshing: '正在更新',
    refresh: '重新整理',
    retry: '再試一次',
    failed_title: '客戶組合載入失敗',
    failed_text: '資料沒有遺失，請再試一次。如果持續失敗，請將下方編號提供給管理員。',
    failed_id: '錯誤編號：{{id}}',
    forbidden_title: '您沒有檢視客戶組合的權限',
    forbidden_text:
      '客戶組合僅供客戶負責人、主管與管理員檢視。本應用程式的管理員可在設定的「人員與語言」中授予您相應角色。',
    refresh_failed: '更新失敗，以下顯示的是上一次的結果。',
  },
} as const;

export type PageLocale = keyof typeof texts;
export type PageWords = (typeof texts)[PageLocale];

/** HubSpot spells locales in several ways: zh-cn, zh_TW, zh-Hant-HK. */
export function pageLocale(tag: string): PageLocale {
  const parts = tag.toLowerCase().split(/[-_]/);
  if (parts[0] !== 'zh') return 'en';
  const isTraditional = parts.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part));
  return isTraditional ? 'zh-TW' : 'zh-CN';
}

export function pageWords(locale: string): PageWords {
  return texts[pageLocale(locale)];
}

export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/{{(\w+)}}/g, (whole, name: string) => values[name] ?? whole);
}
