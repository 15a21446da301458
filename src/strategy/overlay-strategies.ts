import type { Strategy } from '../model/strategy.ts';
import { needed, stepOf, texts } from './library-parts.ts';

export const winBack: Strategy = {
  code: 'win_back',
  version: 1,
  name: texts('Win-back', '流失挽回', '流失挽回'),
  principle: texts(
    'Step in at once, find the cause and agree a way back',
    '及时干预，分析流失原因并制定挽回方案',
    '即時介入，分析流失原因並擬定挽回方案',
  ),
  attributes: {
    touchpoints: texts('Call, gift', '电话、回归礼包', '電話、回歸禮包'),
    response: texts('3 days', '3 天内', '3 天內'),
    resources: texts(
      'Win-back budget, discount authority',
      '挽回预算、折扣权限',
      '挽回預算、折扣權限',
    ),
    personalisation: texts('One to one', '一对一', '一對一'),
  },
  steps: [
    stepOf({
      key: 'wb.call',
      content: texts(
        'Call back within 3 days and find the cause: price, service, competitor',
        '3 天内电话回访，了解流失原因（价格、服务、竞品）',
        '3 天內電話回訪，了解流失原因（價格、服務、競品）',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'after_start', days: 3, repeat: 'once' },
      checklist: [
        texts('Listen first, offer nothing yet', '先倾听，暂不给优惠', '先傾聽，暫不提供優惠'),
        texts('Note the cause and who decides', '记录流失原因与决策人', '記錄流失原因與決策者'),
      ],
    }),
    stepOf({
      key: 'wb.plan',
      content: texts(
        'Analyse the cause and agree the win-back plan',
        '分析流失原因并制定挽回方案',
        '分析流失原因並擬定挽回方案',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'after_start', days: 7, repeat: 'once' },
      checklist: [
        texts(
          'Cause, measure, owner, date, budget',
          '原因、措施、责任人、日期、预算',
          '原因、措施、負責人、日期、預算',
        ),
        texts('Agreed with the manager', '与主管达成一致', '與主管取得共識'),
      ],
    }),
    stepOf({
      key: 'wb.gift',
      content: texts(
        'Send the return gift: 20 % coupon and a personal service promise',
        '发送“回归礼包”（8折券+专属服务承诺）',
        '寄送「回歸禮包」（8折券＋專屬服務承諾）',
      ),
      mode: 'task',
      role: 'service_team',
      timing: { kind: 'after_start', days: 10, repeat: 'once' },
      needsApproval: true,
      resources: needed(
        texts('Win-back budget, discount authority', '挽回预算、折扣权限', '挽回預算、折扣權限'),
      ),
      checklist: [
        texts('Discount approved', '折扣已审批', '折扣已核准'),
        texts(
          'The promise names a person and a number to call',
          '服务承诺写明专人与电话',
          '服務承諾寫明專人與電話',
        ),
      ],
    }),
    stepOf({
      key: 'wb.follow',
      content: texts(
        'Check repurchase within 30 days and close the case',
        '30 天内跟踪复购情况并结案',
        '30 天內追蹤回購情況並結案',
      ),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'after_start', days: 30, repeat: 'once' },
      checklist: [
        texts(
          'Bought again, still talking, or lost: note which and why',
          '已复购、仍在沟通或已流失：注明结果与原因',
          '已回購、仍在溝通或已流失：註明結果與原因',
        ),
      ],
    }),
  ],
};

export const winBackAuto: Strategy = {
  code: 'win_back_auto',
  version: 1,
  name: texts('Automated win-back', '自动挽回', '自動挽回'),
  principle: texts(
    'Win low-value customers back without manual work',
    '低价值客户自动挽回',
    '低價值客戶自動挽回',
  ),
  attributes: {
    touchpoints: texts('Automated', '自动化', '自動化'),
    response: texts('None agreed', '无约定', '未約定'),
    resources: texts('None', '无', '無'),
    personalisation: texts('Automated', '自动化', '自動化'),
  },
  steps: [
    stepOf({
      key: 'wa.mail',
      content: texts(
        'Automated win-back message by workflow',
        '由工作流自动发送挽回消息',
        '由工作流程自動發送挽回訊息',
      ),
      mode: 'segment',
      role: 'marketing',
      timing: { kind: 'workflow' },
      checklist: [],
    }),
  ],
};

export const complaint: Strategy = {
  code: 'complaint',
  version: 1,
  name: texts('Complaints', '投诉处理', '客訴處理'),
  principle: texts('Look at failures of service fast', '快速关注服务过失', '快速關注服務失誤'),
  attributes: {
    touchpoints: texts('Call, ticket', '电话、工单', '電話、服務單'),
    response: texts(
      'By service level, alarm after 48 hours',
      '按服务等级响应，48 小时预警',
      '依服務等級回應，48 小時示警',
    ),
    resources: texts('Service team', '客服团队', '客服團隊'),
    personalisation: texts('Individual', '个性化', '個別化'),
  },
  steps: [
    stepOf({
      key: 'cp.ack',
      content: texts('Acknowledge and name an owner', '受理并指定责任人', '受理並指定負責人'),
      mode: 'ticket',
      role: 'service_team',
      timing: { kind: 'service_clock' },
      checklist: [],
    }),
    stepOf({
      key: 'cp.return',
      content: texts('Return call after the resolution', '解决后 3 天内回访', '解決後 3 天內回訪'),
      mode: 'task',
      role: 'kam',
      timing: { kind: 'after_signal', signal: 'complaint_resolved', days: 3 },
      checklist: [
        texts(
          'Is it solved for the customer? Rating from 1 to 5',
          '客户是否认可解决结果？按 1–5 分评价',
          '客戶是否認可解決結果？以 1–5 分評價',
        ),
        texts('Root cause noted on the ticket', '在工单中注明根本原因', '在服務單註明根本原因'),
      ],
    }),
    stepOf({
      key: 'cp.cause',
      content: texts(
        'Add the root cause of the closed complaint',
        '补充已关闭投诉的根本原因',
        '補充已結案客訴的根本原因',
      ),
      mode: 'task',
      role: 'service_team',
      timing: { kind: 'after_signal', signal: 'root_cause_missing', days: 3 },
      checklist: [],
    }),
  ],
};

export const dataQuality: Strategy = {
  code: 'data_quality',
  version: 1,
  name: texts('Data quality', '数据质量', '資料品質'),
  principle: texts('Clean the data every quarter', '定期开展数据清洗', '定期進行資料清理'),
  attributes: {
    touchpoints: texts('None', '无', '無'),
    response: texts('None agreed', '无约定', '未約定'),
    resources: texts('None', '无', '無'),
    personalisation: texts('None', '无', '無'),
  },
  steps: [
    stepOf({
      key: 'dq.clean',
      content: texts(
        'Quarterly data cleaning',
        '每季度数据清洗（合并任务）',
        '每季資料清理（合併任務）',
      ),
      mode: 'bundled_task',
      role: 'kam',
      timing: { kind: 'quarterly', monthOfQuarter: 1, day: 15 },
      checklist: [
        texts(
          'Owner, industry, main contact, contract end: complete and right',
          '负责人、行业、主要联系人、合同到期日：完整且准确',
          '負責人、產業、主要聯絡人、合約到期日：完整且正確',
        ),
        texts('Merge duplicates', '合并重复记录', '合併重複紀錄'),
      ],
    }),
  ],
};
