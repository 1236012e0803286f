// SPDX-FileCopyrightText: 2026 The Vitrine developers
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "gui/log/ansistripper.h"
#include "gui/views/page.h"

#include <QTimer>

#include <cstdint>
#include <memory>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QSaveFile;
class QStackedWidget;
class QToolButton;

namespace vitrine::gui {

/// What the container wrote, in this and earlier runs: text without escape sequences, the last part of it
/// when there is much. New output is asked for while the page is seen and "Follow" is on.
class LogPage : public Page {
    Q_OBJECT
public:
    explicit LogPage(const PageContext& context, QWidget* parent = nullptr);
    ~LogPage() override;

    static constexpr int pollMs = 500;
    static constexpr std::uint32_t chunkBytes = 256 * 1024;
    /// What is shown of a long log: its end.
    static constexpr std::uint64_t shownBytes = 1024 * 1024;
    static constexpr int shownLines = 20'000;

    [[nodiscard]] static QString title();
    [[nodiscard]] static QIcon icon();
    [[nodiscard]] static QString explanation();
    [[nodiscard]] QString text() const;
    /// Writes the whole log, byte for byte, into a file; done when the state line says so.
    void saveTo(const QString& path);

protected:
    void containerSwitched() override;
    void containerChanged() override;
    void shown() override;
    void hidden() override;

private:
    void makeBar();
    void read();
    void readFrom(std::uint64_t offset, std::uint32_t maximum);
    void onChunk(const LogChunk& chunk);
    void append(const QString& text);
    void poll();
    enum class Direction { Forward, Backward };
    void find(Direction direction);
    void askWhereToSave();
    void saveNext(std::uint64_t offset);
    void finishSaving();
    void updateState();

    QWidget* m_bar;
    QCheckBox* m_follow;
    QLineEdit* m_search;
    QToolButton* m_copy;
    QToolButton* m_save;
    QStackedWidget* m_stack;
    QLabel* m_empty;
    QPlainTextEdit* m_view;
    QLabel* m_state;

    AnsiStripper m_stripper;
    QTimer m_poll; ///< armed after an answer, never while one is awaited
    std::uint64_t m_offset = 0;
    bool m_isPositioned = false; ///< m_offset is where reading goes on
    std::uint64_t m_skipped = 0;
    quint64 m_generation = 0; ///< answers to questions of another container or visit are dropped
    QString m_problem;        ///< of reading: the next answer may take it away
    QString m_notFound;       ///< of the last search
    std::unique_ptr<QSaveFile> m_file;
    QString m_saved; ///< what became of saving
};

} // namespace vitrine::gui
